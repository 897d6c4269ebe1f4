using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Conformance;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(string name, TimeSpan due, TimeSpan period, bool interleave = false);

    Task StartHeld(string name, TimeSpan due, TimeSpan period, bool interleave = false);

    Task Change(TimeSpan due, TimeSpan period);

    Task Stop();

    Task Hold(string gate);

    Task Go();

    Task Ping();
}

[GrainType("timer")]
public sealed class TimerGrain(Journal journal) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;

    public Task Start(string name, TimeSpan due, TimeSpan period, bool interleave = false)
    {
        _timer = this.RegisterGrainTimer(
            _ =>
            {
                journal.Write(name);
                return name switch
                {
                    "broken" => throw new InvalidDataException("a tick may fail"),
                    "stale" => throw new InconsistentStateException("changed"),
                    _ => Task.CompletedTask,
                };
            },
            new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write("off");
        return Task.CompletedTask;
    }

    public Task StartHeld(string name, TimeSpan due, TimeSpan period, bool interleave = false)
    {
        _timer = this.RegisterGrainTimer(() => Hold(name), new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        journal.Write($"{gate} in");
        await journal.Pass(gate);
        journal.Write($"{gate} out");
    }

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;
}

public sealed class TimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private TestCluster _test = null!;

    private ITimerGrain Grain => _test.Grains.GetGrain<ITimerGrain>("a");

    private Journal Journal => _test.Journal;

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_timer_ticks_when_it_is_due_and_then_once_in_each_period()
    {
        await Grain.Start("tick", 2 * Minute, Minute);
        await Pass(Minute);
        Assert.Equal(0, Journal.Count("tick"));
        for (var ticks = 1; ticks <= 3; ticks++)
        {
            await Pass(Minute);
            await Journal.Has("tick", ticks);
            Assert.Equal(ticks, Journal.Count("tick"));
        }
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        await Grain.Start("tick", Minute, Timeout.InfiniteTimeSpan);
        await Pass(Minute);
        await Journal.Has("tick");
        await Pass(10 * Minute);
        Assert.Equal(1, Journal.Count("tick"));
    }

    [Fact]
    public async Task A_tick_waits_for_the_turn_that_runs_and_a_call_for_the_tick()
    {
        await Grain.StartHeld("tick", Minute, Minute);
        var turn = Grain.Hold("turn");
        await Journal.Has("turn in");
        _test.Clock.Advance(Minute);
        Journal.Open("turn");
        await turn.Soon();
        await Journal.Has("tick in");
        var next = Grain.Hold("next");
        Journal.Open("next");
        Journal.Open("tick");
        await next.Soon();
        Assert.Equal(["turn in", "turn out", "tick in", "tick out", "next in", "next out"], Journal.Entries);
    }

    [Fact]
    public async Task An_interleaving_tick_does_not_wait()
    {
        await Grain.Start("tick", Minute, Minute, interleave: true);
        var turn = Grain.Hold("turn");
        await Journal.Has("turn in");
        _test.Clock.Advance(Minute);
        await Journal.Has("tick");
        Journal.Open("turn");
        await turn.Soon();
    }

    [Fact]
    public async Task Ticks_do_not_pile_up_behind_a_slow_one()
    {
        await Grain.StartHeld("tick", Minute, Minute);
        await Pass(Minute, settle: false);
        await Journal.Has("tick in");
        _test.Clock.Advance(10 * Minute);
        Journal.Open("tick");
        await Journal.Has("tick out");
        await Grain.Ping().Soon();
        Assert.Equal(1, Journal.Count("tick in"));
    }

    [Fact]
    public async Task A_failed_tick_is_followed_by_the_next()
    {
        await Grain.Start("broken", Minute, Minute);
        await Pass(Minute);
        await Journal.Has("broken");
        await Pass(Minute);
        await Journal.Has("broken", 2);
    }

    [Fact]
    public async Task A_changed_timer_follows_its_new_times_and_a_stopped_one_none()
    {
        await Grain.Start("tick", Minute, Minute);
        await Grain.Change(5 * Minute, Minute);
        await Pass(4 * Minute);
        Assert.Equal(0, Journal.Count("tick"));
        await Pass(Minute);
        await Journal.Has("tick");
        await Grain.Stop();
        await Pass(5 * Minute);
        Assert.Equal(1, Journal.Count("tick"));
    }

    [Fact]
    public async Task A_tick_that_finds_the_state_changed_in_the_store_ends_the_activation()
    {
        await Grain.Start("stale", Minute, Timeout.InfiniteTimeSpan);
        await Pass(Minute, settle: false);
        await Journal.Has("stale");
        await Eventually.Holds(
            async () =>
            {
                await Grain.Ping();
                return Journal.Count("off") == 1;
            },
            "the activation to go");
    }

    [Fact]
    public async Task A_timer_dies_with_its_activation()
    {
        await Grain.Start("tick", Minute, Minute);
        await Grain.Go().Soon();
        await Grain.Ping().Soon();
        await Pass(5 * Minute);
        Assert.Equal(0, Journal.Count("tick"));
    }

    // A call after the tick: when it is answered, the tick's turn is over and the timer is set again.
    private async Task Pass(TimeSpan time, bool settle = true)
    {
        _test.Clock.Advance(time);
        if (settle) await Grain.Ping().Soon();
    }
}
