using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Grains.Tests;

public sealed class LookGateTests : IDisposable
{
    private const int Places = 32;
    private const int Crowd = 64;
    private static readonly TimeSpan CrowdLasts = TimeSpan.FromMilliseconds(100);

    private readonly ManualClock _clock = new();
    private readonly LookGate _gate;

    public LookGateTests() => _gate = new LookGate(_clock);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void So_many_chats_look_at_a_time_and_the_others_in_the_order_in_which_they_were_told()
    {
        var inside = Enter(Places);
        var (first, second) = (Enter(), Enter());
        Assert.True(inside.TrueForAll(look => look.IsCompleted));
        Assert.Equal((false, false, true), (first.IsCompleted, second.IsCompleted, _gate.IsBusy));

        _gate.Leave();
        Assert.Equal((true, false), (first.IsCompleted, second.IsCompleted));
        _gate.Leave();
        Assert.Equal((true, false), (second.IsCompleted, _gate.IsBusy));
    }

    [Fact]
    public void Webhooks_on_their_way_take_places_and_give_them_back()
    {
        Webhooks(Crowd / 2);
        var inside = Enter(Places / 2);
        var waits = Enter();
        Assert.True(inside.TrueForAll(look => look.IsCompleted));
        Assert.False(waits.IsCompleted);

        for (var i = 0; i < 2; i++) _gate.WebhookIsSafe();
        Assert.True(waits.IsCompleted);
    }

    [Fact]
    public void Amid_a_crowd_one_chat_looks_at_a_time_and_rests_after_it()
    {
        Webhooks(Crowd + 10);
        var (first, second) = (Enter(), Enter());
        Assert.Equal((true, false), (first.IsCompleted, second.IsCompleted));

        _clock.Advance(TimeSpan.FromMilliseconds(10));
        _gate.Leave();
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(189));
        _gate.WebhookIsSafe();
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _gate.WebhookIsSafe();
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void When_the_crowd_is_gone_nobody_rests()
    {
        var second = WaitsAmidACrowd();
        _gate.WebhookIsSafe();
        Assert.False(second.IsCompleted);
        _clock.Advance(CrowdLasts);
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void A_commit_that_takes_most_of_a_crowd_away_does_not_end_it()
    {
        var second = WaitsAmidACrowd();
        for (var commit = 0; commit < 3; commit++)
        {
            for (var i = 0; i < Crowd; i++) _gate.WebhookIsSafe();
            _clock.Advance(CrowdLasts / 2);
            Assert.False(second.IsCompleted);
            Webhooks(Crowd);
        }

        for (var i = 0; i < Crowd; i++) _gate.WebhookIsSafe();
        _clock.Advance(CrowdLasts);
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void Who_stands_in_line_has_not_looked_yet()
    {
        Webhooks(Crowd);
        var (first, second) = (Chat(), Chat());
        _ = _gate.Enter(first);
        _ = _gate.Enter(second);
        Assert.Equal((false, true), (_gate.IsInLine(first), _gate.IsInLine(second)));
        _gate.Leave();
        _gate.WebhookIsSafe();
        Assert.False(_gate.IsInLine(second));
    }

    /// <summary>Behind one that has looked for a second, so that the rest is long.</summary>
    private Task WaitsAmidACrowd()
    {
        Webhooks(Crowd);
        var (_, second) = (Enter(), Enter());
        _clock.Advance(TimeSpan.FromSeconds(1));
        _gate.Leave();
        Assert.False(second.IsCompleted);
        return second;
    }

    private Task Enter() => _gate.Enter(Chat());

    private List<Task> Enter(int many) => [.. Enumerable.Range(0, many).Select(_ => Enter())];

    private void Webhooks(int many)
    {
        for (var i = 0; i < many; i++) _gate.WebhookComes();
    }

    private static ChatKey Chat() => new(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()));
}
