using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

public abstract class SiloHandle : IAsyncDisposable
{
    public string Name { get; set; } = null!;

    public short InstanceNumber { get; set; }

    public abstract bool IsActive { get; }

    public abstract Task StopSiloAsync(bool stopGracefully);

    public abstract ValueTask DisposeAsync();
}

public class InProcessSiloHandle : SiloHandle
{
    private bool _active = true;
    private bool _disposed;

    public IHost SiloHost { get; init; } = null!;

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public override bool IsActive => _active;

    internal Silo Silo => ServiceProvider.GetRequiredService<Silo>();

    public override async Task StopSiloAsync(bool stopGracefully)
    {
        if (!_active) return;
        _active = false;
        if (!stopGracefully) Silo.Kill(); // first, so that nothing of it goes on while its host winds down
        await SiloHost.StopAsync(stopGracefully ? CancellationToken.None : new CancellationToken(canceled: true));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await StopSiloAsync(stopGracefully: true);
        if (SiloHost is IAsyncDisposable later) await later.DisposeAsync();
        else SiloHost.Dispose();
        GC.SuppressFinalize(this);
    }
}
