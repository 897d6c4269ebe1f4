using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>The one silo of this process: everything that activations share.</summary>
internal sealed class Silo : IDisposable
{
    private ITimer? _collector;
    private volatile bool _open;
    private volatile bool _dead;

    public Silo(IServiceProvider services, RunQueue threads)
    {
        Services = services;
        Threads = threads;
        Log = new(services.GetRequiredService<ILogger<Silo>>());
        Grains = new();
        GrainClock = services.GetClock(TimeProviderNames.Grains);
        IdleClock = services.GetClock(TimeProviderNames.ActivationManagement);
        Collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        Calls = new(services.GetClock(TimeProviderNames.Messaging),
            services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout);
        GrainFactory = new ClusterClient(() => this, Grains, Calls, services);
        Catalog = new(this);
        Reminders = new(this);
        Streams = new(this);
    }

    public IServiceProvider Services { get; }

    public RunQueue Threads { get; }

    public RuntimeLog Log { get; }

    public GrainMap Grains { get; }

    public ClusterClient GrainFactory { get; }

    public TimeProvider GrainClock { get; }

    public TimeProvider IdleClock { get; }

    public GrainCollectionOptions Collection { get; }

    public OutstandingCalls Calls { get; }

    public Catalog Catalog { get; }

    public ReminderService Reminders { get; }

    public StreamHub Streams { get; }

    public bool TakesNewActivations => _open && !_dead;

    public void Deliver(Call call)
    {
        if (_dead)
        {
            call.Fail(new SiloUnavailableException("The silo is gone."));
            return;
        }

        try
        {
            Catalog.Deliver(call);
        }
        catch (Exception error)
        {
            call.Fail(error);
        }

        if (_dead) call.Fail(new SiloUnavailableException("The silo died."));
    }

    public async Task Start(CancellationToken stop)
    {
        _open = true;
        await Reminders.Start(stop);
        using (ExecutionContext.SuppressFlow())
        {
            _collector = IdleClock.CreateTimer(
                static self => _ = ((Silo)self!).CollectIdle(null), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
        }

        foreach (var task in Services.GetServices<StartupTask>().OrderBy(task => task.Stage)) await task.Run(Services, stop);
    }

    /// <summary>Lets every activation say goodbye, for as long as <paramref name="hurry"/> allows.</summary>
    public async Task Stop(CancellationToken hurry)
    {
        if (_dead) return;
        await StopClocks(hurry);
        _open = false;
        var goodbyes = Catalog.All().Select(activation =>
        {
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo is stopping."), hurry);
            return activation.Deactivated;
        }).ToArray();
        try
        {
            using var limit = Limit(Collection.DeactivationTimeout, hurry);
            await Task.WhenAll(goodbyes).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Log.StoppedEarly(goodbyes.Count(goodbye => !goodbye.IsCompleted));
        }

        Kill();
    }

    /// <summary>A crash: whatever waits never goes on, and whoever waits for it learns that the silo is gone.</summary>
    public void Kill()
    {
        if (_dead) return;
        _dead = true;
        _collector?.Dispose();
        Reminders.Kill();
        foreach (var activation in Catalog.All()) activation.Turns.Kill();
        Calls.FailAll(() => new SiloUnavailableException("The silo died."));
        Calls.Dispose();
    }

    /// <summary>A host that is thrown away without being stopped must not leave timers behind.</summary>
    public void Dispose() => Kill();

    public Task CollectIdle(TimeSpan? age) =>
        Task.WhenAll(Catalog.All().Select(activation => activation.CollectIfIdle(age ?? AgeOf(activation))));

    public TimeLimit Limit(TimeSpan limit, CancellationToken hurry = default) => new(limit, IdleClock, hurry);

    private TimeSpan AgeOf(Activation activation) =>
        Collection.ClassSpecificCollectionAge.GetValueOrDefault(activation.Class.Implementation.FullName!, Collection.CollectionAge);

    private async Task StopClocks(CancellationToken stop)
    {
        _collector?.Dispose();
        await Reminders.Stop(stop);
    }
}
