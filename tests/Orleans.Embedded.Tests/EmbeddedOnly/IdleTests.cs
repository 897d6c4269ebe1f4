using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Embedded.Tests.Conformance;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.EmbeddedOnly;

public interface IPatientGrain : IGrainWithStringKey
{
    Task Delay(TimeSpan time);
}

[GrainType("patient")]
public sealed class PatientGrain(Journal journal) : Grain, IPatientGrain
{
    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"{this.GetPrimaryKeyString()} off");
        return Task.CompletedTask;
    }
}

/// <summary>Idle collection on a manual clock, which Orleans itself does not follow.</summary>
public sealed class IdleTests
{
    [Fact]
    public async Task Activations_go_when_they_have_been_idle_for_their_age_and_not_before()
    {
        var clock = new ManualTimeProvider();
        await using var test = await TestCluster.Start(silo =>
            silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.ActivationManagement, clock));
        await test.Grains.GetGrain<ICallGrain>("plain").Say("x");
        await test.Grains.GetGrain<IPatientGrain>("delayed").Delay(TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, test.Journal.Count("plain off: ActivationIdle"));
        clock.Advance(TimeSpan.FromMinutes(2));
        await test.Journal.Has("plain off: ActivationIdle");
        Assert.Equal(0, test.Journal.Count("delayed off"));
        clock.Advance(TimeSpan.FromHours(1));
        await test.Journal.Has("delayed off");
    }

    [Fact]
    public async Task A_turn_that_never_ends_does_not_keep_the_silo_from_stopping()
    {
        await using var test = await TestCluster.Start(silo =>
            silo.Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = TimeSpan.FromMilliseconds(50)));
        var held = test.Grains.GetGrain<ICallGrain>("a").Hold("never");
        await test.Journal.Has("never in");
        await test.Cluster.StopSiloAsync(test.Cluster.Silos[0]).Soon();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held.Soon());
    }
}
