using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Conformance;

public sealed class LifeTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    private Journal Journal => _test.Journal;

    public async Task InitializeAsync() => _test = await TestCluster.Start(silo => silo.AddStartupTask((services, _) =>
        ((IGrainFactory)services.GetService(typeof(IGrainFactory))!).GetGrain<ICallGrain>("starter").Say("started")));

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public void A_startup_task_has_called_its_grain_when_the_silo_is_up() => Assert.Equal(1, Journal.Count("started"));

    [Fact]
    public async Task A_grain_that_asked_to_go_is_gone_after_its_turn_and_comes_back_with_the_next_call()
    {
        await Grain("a").Go().Soon();
        await Grain("a").Say("again").Soon();
        Assert.Equal(["a on", "a off: ApplicationRequested", "a on", "again"], Of("a", "again"));
    }

    [Fact]
    public async Task Calls_that_wait_while_a_grain_goes_are_carried_out_by_the_next_activation()
    {
        var going = Grain("a").GoAndHold("gate");
        await Journal.Has("gate in");
        var waiting = Enumerable.Range(0, 20).Select(i => Grain("a").Say($"a{i}")).ToList();
        Journal.Open("gate");
        await Task.WhenAll([going, .. waiting]).Soon();
        var entries = Journal.Entries.Where(entry => entry.StartsWith('a')).ToList();
        Assert.Equal(["a on", "a off: ApplicationRequested", "a on"], entries.Take(3));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"a{i}").Order(), entries.Skip(3).Order());
    }

    [Fact]
    public async Task An_idle_activation_is_collected_and_a_busy_or_kept_one_is_not()
    {
        await Grain("idle").Say("x");
        await _test.Grains.GetGrain<IKeptAliveGrain>("kept").Calls();
        var busy = Grain("busy").Hold("gate");
        await Journal.Has("gate in");
        await _test.CollectIdle().Soon();
        Assert.Equal(1, Journal.Count("idle off: ActivationIdle"));
        Assert.Equal(0, Journal.Count("busy off: ActivationIdle"));
        Assert.Equal(2, await _test.Grains.GetGrain<IKeptAliveGrain>("kept").Calls());
        Journal.Open("gate");
        await busy.Soon();
    }

    [Fact]
    public async Task A_stopping_silo_lets_its_grains_say_goodbye()
    {
        await Grain("a").Say("x");
        await _test.Restart();
        Assert.Equal(1, Journal.Count("a off: ShuttingDown"));
        await Grain("a").Say("y").Soon();
        Assert.Equal(2, Journal.Count("a on"));
    }

    // Orleans forwards a call from a leaving activation to the next a few times, then refuses it: refused is not carried out, and the caller asks again.
    [Fact]
    public async Task A_storm_of_calls_and_departures_carries_out_each_call_once_and_never_has_two_activations()
    {
        var calls = Enumerable.Range(0, 8).SelectMany(_ => Enumerable.Range(0, 200).Select(i =>
            Task.Run(() => UntilTaken(() => i % 10 == 0 ? Grain("a").Go() : Grain("a").Say("x")))));
        await Task.WhenAll(calls).Soon();
        Assert.Equal(8 * 180, Journal.Count("x"));
        var alive = 0;
        foreach (var entry in Journal.Entries)
        {
            if (entry == "a on") Assert.Equal(1, ++alive);
            if (entry.StartsWith("a off", StringComparison.Ordinal)) Assert.Equal(0, --alive);
        }
    }

    private static async Task UntilTaken(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (OrleansException)
            {
                await Task.Yield();
            }
        }
    }

    private ICallGrain Grain(string key) => _test.Grains.GetGrain<ICallGrain>(key);

    private IEnumerable<string> Of(string key, params string[] more) =>
        Journal.Entries.Where(entry => entry.StartsWith($"{key} ", StringComparison.Ordinal) || more.Contains(entry));
}

public sealed class TimeoutTests
{
    [Fact]
    public async Task A_call_that_is_not_answered_in_time_fails_and_the_grain_goes_on()
    {
        await using var test = await TestCluster.Start(silo =>
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1)));
        var grain = test.Grains.GetGrain<IBridgeGrain>("bridge");
        Assert.Equal(nameof(TimeoutException), await grain.TryHold("a", "gate").Soon());
        test.Journal.Open("gate");
        await test.Journal.Has("gate out");
        await test.Grains.GetGrain<ICallGrain>("a").Say("fine").Soon();
    }
}

public interface IBridgeGrain : IGrainWithStringKey
{
    Task<string> TryHold(string key, string gate);
}

public sealed class BridgeGrain : Grain, IBridgeGrain
{
    public async Task<string> TryHold(string key, string gate)
    {
        try
        {
            await GrainFactory.GetGrain<ICallGrain>(key).Hold(gate);
            return "answered";
        }
        catch (Exception error)
        {
            return error.GetType().Name;
        }
    }
}
