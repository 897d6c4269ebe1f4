using Microsoft.Extensions.Hosting;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The world is a guest in its process: the usual lifetime would take the process's signals for itself.</summary>
internal sealed class GuestLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
