using Orleans.Embedded.Tests.Conformance;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.EmbeddedOnly;

/// <summary>A crash here is sharper than any Orleans test host can make it: at the await where the turn is.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task A_killed_silo_fails_its_callers_and_its_turns_never_go_on()
    {
        await using var test = await TestCluster.Start();
        var held = test.Grains.GetGrain<ICallGrain>("a").Hold("gate");
        await test.Journal.Has("gate in");
        await test.Crash();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held.Soon());
        test.Journal.Open("gate");
        await test.Grains.GetGrain<ICallGrain>("a").Say("next").Soon();
        Assert.Equal(["a on", "gate in", "a on", "next"], test.Journal.Entries);
    }

    [Fact]
    public async Task Without_a_silo_a_call_fails_at_once()
    {
        await using var test = await TestCluster.Start();
        var grain = test.Grains.GetGrain<ICallGrain>("a");
        await test.Cluster.StopSiloAsync(test.Cluster.Silos[0]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Say("x").Soon());
    }
}
