using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains;

/// <summary>What waits for one chat is decided together.</summary>
public sealed class InboxTogetherTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Messages_that_wait_are_decided_in_their_order_and_stored_by_one_commit()
    {
        for (var number = 1; number <= 5; number++) await _world.Keep(new FakeEvent("contact", "chat-1", $"waits-{number}", $"Message {number}", _world.Clock.GetUtcNow()));
        await _world.Chat.LookAgain();

        Assert.Equal(1, await Version());
        Assert.Equal(Enumerable.Range(1, 5).Select(number => $"Message {number}"), (await _world.State()).Unanswered.Select(message => message.Text));
        Assert.Equal(5, (await _world.Messages()).Count);
        Assert.Equal(5, (await _world.Timeline()).Count(line => line.Cause == nameof(ChatInput.ContactWrote)));
        Assert.Single(await _world.Sessions());
    }

    [Fact]
    public async Task A_person_in_between_is_decided_in_between()
    {
        await _world.Keep(new FakeEvent("contact", "chat-1", "before-1", "Hello", _world.Clock.GetUtcNow()));
        await _world.Keep(new FakeEvent("contact", "chat-1", "before-2", "Anybody there?", _world.Clock.GetUtcNow()));
        await _world.Keep(new FakeEvent("own", "chat-1", "phone-1", "Yes!", _world.Clock.GetUtcNow()));
        await _world.Keep(new FakeEvent("contact", "chat-1", "after-1", "Good", _world.Clock.GetUtcNow()));
        await _world.Keep(new FakeEvent("contact", "chat-1", "after-2", "Thanks", _world.Clock.GetUtcNow()));
        await _world.Chat.LookAgain();

        Assert.Equal(["Good", "Thanks"], (await _world.State()).Unanswered.Select(message => message.Text));
        Assert.Equal(5, (await _world.Messages()).Count);
        Assert.Equal(3, await Version());
    }

    [Fact]
    public async Task Many_chats_that_are_told_at_once_all_have_their_turn()
    {
        var keys = Enumerable.Range(1, 150).Select(number => ChatWorld.KeyOf($"many-{number}")).ToList();
        for (var number = 1; number <= keys.Count; number++) await _world.Keep(new FakeEvent("contact", $"many-{number}", $"many-{number}", "Hello", _world.Clock.GetUtcNow()));
        await Task.WhenAll(keys.Select(key => _world.Cluster.Client.GetGrain<IChatGrain>(key.ToString()).InboxArrived()));
        foreach (var key in keys) await _world.Until("its turn", async () => await Load(key) is { State.Phase: Phase.Grace });
    }

    private async Task<long> Version() => (await Load(_world.Key))!.Version;

    private Task<StoredChat?> Load(ChatKey key) => _world.Services.GetRequiredService<IChatStore>().Load(key);
}
