using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace Orleans.Embedded.Tests.Conformance;

/// <summary>One silo with a manual clock for grains and reminders, and stores that live outside of it.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private TestCluster(InProcessTestCluster cluster) => Cluster = cluster;

    public InProcessTestCluster Cluster { get; }

    public IGrainFactory Grains => Cluster.Client;

    internal ManualTimeProvider Clock { get; private init; } = null!;

    internal KeptStorage Storage { get; private init; } = null!;

    internal KeptReminders Reminders { get; private init; } = null!;

    internal Journal Journal { get; private init; } = null!;

    public static async Task<TestCluster> Start(Action<ISiloBuilder>? configure = null)
    {
        var (clock, storage, reminders, journal) = (new ManualTimeProvider(), new KeptStorage(), new KeptReminders(), new Journal());
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, clock);
            silo.Services.AddSingleton(journal);
            silo.Services.AddSingleton<IReminderTable>(reminders);
            silo.Services.AddGrainStorage("kept", (_, _) => storage);
            silo.AddReminders();
            silo.AddMemoryGrainStorage("memory");
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams("hints");
            configure?.Invoke(silo);
        });
        builder.ConfigureClient(client => client.AddMemoryStreams("hints"));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster) { Clock = clock, Storage = storage, Reminders = reminders, Journal = journal };
    }

    public async Task Restart()
    {
        await Cluster.StopSiloAsync(Cluster.Silos[0]);
        await StartNext();
    }

    public async Task Crash()
    {
        await Cluster.KillSiloAsync(Cluster.Silos[0]);
        await StartNext();
    }

    public Task CollectIdle() => Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    public async ValueTask DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }

    private async Task StartNext()
    {
        await Cluster.StartAdditionalSiloAsync();
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    await Grains.GetGrain<IKeptAliveGrain>("is there a silo").Calls();
                    return true;
                }
                catch (OrleansException)
                {
                    return false; // a client may need to try again until it has found the new silo
                }
            },
            "the next silo");
    }
}

/// <summary>What grains did, in order, and gates at which a test holds them.</summary>
public sealed class Journal
{
    private readonly Lock _lock = new();
    private readonly List<string> _entries = [];
    private readonly Dictionary<string, TaskCompletionSource> _gates = [];

    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    public void Write(string entry)
    {
        lock (_lock) _entries.Add(entry);
    }

    public int Count(string entry) => Entries.Count(each => each == entry);

    public Task Pass(string gate) => Gate(gate).Task;

    public void Open(string gate) => Gate(gate).TrySetResult();

    public Task Has(string entry, int times = 1) =>
        Eventually.Holds(() => Count(entry) >= times, $"'{entry}' {times} times in: {string.Join(", ", Entries)}");

    private TaskCompletionSource Gate(string gate)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(gate, out var source))
                _gates[gate] = source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return source;
        }
    }
}
