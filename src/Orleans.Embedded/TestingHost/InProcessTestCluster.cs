using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>One silo and a client in the test's own process. The client outlives a silo that is killed and started again.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _clientHost;
    private short _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The cluster has not been deployed, or has been stopped.");

    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_silos) return _silos.ToList().AsReadOnly();
        }
    }

    public async Task DeployAsync()
    {
        if (Silos.Count > 0) throw new InvalidOperationException("Cluster host already deployed.");
        await StartAdditionalSiloAsync();
        if (Options.InitializeClientOnDeploy) await InitializeClientAsync();
    }

    public async Task InitializeClientAsync()
    {
        var host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var grains = new GrainMap();
        host.Services.AddSingleton<Func<Silo>>(Current);
        host.Services.AddOptions();
        host.Services.AddSingleton<IClusterClient>(services => new ClusterClient(Current, grains, new(
            services.GetClock(TimeProviderNames.Messaging),
            services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout), services));
        host.Services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<IClusterClient>());
        foreach (var configure in Options.ClientHostConfigurationDelegates) configure(host);
        _clientHost = host.Build();
        await _clientHost.StartAsync();
    }

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    /// <summary>A new silo in place of one that was stopped or killed; there is never a second one beside it.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        if (GetActiveSilos().Any())
            throw new NotSupportedException("This runtime has one silo; stop it, or kill it, before starting another.");
        var options = new InProcessTestSiloSpecificOptions { SiloName = $"Silo_{_started}" };
        var host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = options.SiloName });
        host.UseOrleans();
        foreach (var configure in Options.SiloHostConfigurationDelegates) configure(options, host);
        var handle = new InProcessSiloHandle { Name = options.SiloName, InstanceNumber = _started, SiloHost = host.Build() };
        try
        {
            await handle.SiloHost.StartAsync();
        }
        catch
        {
            await handle.DisposeAsync();
            throw;
        }

        _started++;
        lock (_silos) _silos.Add(handle);
        return handle;
    }

    public Task StopSiloAsync(InProcessSiloHandle instance) => End(instance, gracefully: true);

    /// <summary>As a crash: turns end at the await they are at, nothing is deactivated, callers see the silo gone.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => End(instance, gracefully: false);

    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartAdditionalSiloAsync();
    }

    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos) await StopSiloAsync(silo);
    }

    public async Task StopClusterClientAsync()
    {
        var host = Interlocked.Exchange(ref _clientHost, null);
        if (host is null) return;
        await host.StopAsync();
        host.Dispose();
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    public bool TryGetGrainContext(GrainId grainId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = GetActiveSilos().Select(silo => silo.Silo.Catalog.Find(grainId)).FirstOrDefault();
        return grainContext is not null;
    }

    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    public Task WaitForDeactivationAsync(GrainId grainId) =>
        TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    public Task DeactivateAsync(GrainId grainId)
    {
        if (!TryGetGrainContext(grainId, out var context)) return Task.CompletedTask;
        context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateAsync)} was called."));
        return context.Deactivated;
    }

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    public void Dispose() => StopAllSilosAsync().GetAwaiter().GetResult();

    private Silo Current() => GetActiveSilos().FirstOrDefault()?.Silo ?? throw new SiloUnavailableException("No silo is running.");

    private async Task End(InProcessSiloHandle instance, bool gracefully)
    {
        lock (_silos) _silos.Remove(instance);
        await instance.StopSiloAsync(gracefully);
        if (_clientHost?.Services.GetRequiredService<IClusterClient>() is ClusterClient client)
            client.Calls.FailAll(static () => new SiloUnavailableException("The silo is gone."));
        await instance.DisposeAsync();
    }
}
