namespace Orleans.Embedded.Tests.Conformance;

public sealed class CallTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    private Journal Journal => _test.Journal;

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Parallel_first_calls_meet_one_activation()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => Grain("a").Say("hello")))).Soon();
        Assert.Equal(1, await Grain("a").Activations());
        Assert.Equal(200, Journal.Count("hello"));
    }

    // In which order is not promised: Orleans may let a call overtake one that the same caller made before it and has not awaited.
    [Fact]
    public async Task Calls_that_nobody_awaited_in_between_are_carried_out_once_each()
    {
        var calls = Enumerable.Range(0, 100).Select(i => Grain("a").Say($"{i}")).ToList();
        await Task.WhenAll(calls).Soon();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}").Order(), Journal.Entries.Skip(1).Order());
    }

    [Fact]
    public async Task A_call_waits_until_the_turn_before_it_is_over()
    {
        var first = Grain("a").Hold("gate");
        await Journal.Has("gate in");
        var second = Grain("a").Say("second");
        await Grain("a").Interleave("between").Soon();
        Journal.Open("gate");
        await Task.WhenAll(first, second).Soon();
        Assert.Equal(["a on", "gate in", "between", "gate out", "second"], Journal.Entries);
    }

    [Fact]
    public async Task Read_only_calls_run_together_and_nothing_else_joins_them()
    {
        var readers = new[] { Grain("a").HoldReading("one"), Grain("a").HoldReading("two") };
        await Journal.Has("two in");
        var writer = Grain("a").Say("write");
        await Grain("a").Interleave("seen").Soon();
        Assert.Equal(0, Journal.Count("write"));
        Journal.Open("two");
        Journal.Open("one");
        await Task.WhenAll([.. readers, writer]).Soon();
        Assert.Equal("write", Journal.Entries[^1]);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        var grain = _test.Grains.GetGrain<IReentrantGrain>("a");
        var held = grain.Hold("gate");
        await Journal.Has("gate in");
        await grain.Say("meanwhile").Soon();
        Journal.Open("gate");
        await held.Soon();
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_is_carried_out()
    {
        await Grain("a").OneWay("gate").Soon();
        await Journal.Has("gate in");
        Assert.Equal(0, Journal.Count("gate out"));
        Journal.Open("gate");
        await Journal.Has("gate out");
    }

    [Fact]
    public async Task A_failed_turn_fails_its_caller_with_the_same_type_and_nobody_else()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Grain("a").Throw("broken").Soon());
        Assert.Equal("broken", error.Message);
        Assert.Equal(1, await Grain("a").Activations());
    }

    [Fact]
    public async Task A_failed_activation_fails_its_callers_and_the_next_call_tries_again()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Grain("broken").Say("lost").Soon());
        await Grain("broken").Say("said").Soon();
        Assert.Equal(["broken on", "broken on", "said"], Journal.Entries);
    }

    [Fact]
    public async Task A_reference_can_be_handed_to_another_grain_and_back()
    {
        Assert.Equal("b", await Grain("a").Chain(Grain("b"), "through a").Soon());
        await (await Grain("b").Self()).Say("through itself").Soon();
        Assert.Equal(Grain("b"), await Grain("b").Self());
        Assert.Equal(["a on", "b on", "through a", "through itself"], Journal.Entries);
    }

    [Fact]
    public async Task Code_that_nobody_awaits_stays_on_the_grain_and_can_call_others()
    {
        await Grain("a").CallBackDetached("gate", Grain("b")).Soon();
        Journal.Open("gate");
        await Journal.Has("gate self");
        await Journal.Has("gate witness");
    }

    [Fact]
    public async Task Code_of_one_grain_never_runs_in_parallel_with_itself()
    {
        await Grain("a").LeaveDetached(2000).Soon();
        await Eventually.Holds(async () => await Grain("a").Detached() == 4000, "all loops counted");
    }

    [Fact]
    public async Task Async_locals_of_the_caller_do_not_reach_the_grain()
    {
        CallGrain.Mark.Value = "mine";
        Assert.Equal("none", await Grain("a").Ambient().Soon());
        Assert.Equal("mine", CallGrain.Mark.Value);
    }

    [Fact]
    public async Task A_cancellation_ends_the_callers_wait_and_reaches_the_grain()
    {
        using var stop = new CancellationTokenSource();
        var call = Grain("a").Cancellable(stop.Token);
        await Journal.Has("cancellable in");
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Journal.Open("late");
        await Journal.Has("cancellable out");
        await Grain("a").Say("free").Soon();
    }

    [Fact]
    public async Task Value_tasks_and_grains_without_the_base_class_work()
    {
        Assert.Equal(42, await Grain("a").Double(21));
        Assert.Equal("key", await _test.Grains.GetGrain<IPocoGrain>("key").Key().Soon());
    }

    private ICallGrain Grain(string key) => _test.Grains.GetGrain<ICallGrain>(key);
}
