using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Silo.Health;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>
/// The first steps of a stop, while everything still runs: say that no more work should come, serve what comes all the same until that has been noticed, and let
/// running calls to the outside end. After that the listener closes and the grains go; what they leave undone, other silos' sweeps find.
/// </summary>
internal sealed partial class Leaving(
    Readiness readiness, OpenCalls calls, IOptions<LeavingOptions> options, TimeProvider clock, ILogger<Leaving> log) : IHostedLifecycleService
{
    /// <summary>A send that takes longer is looked up by another process; a turn that does is asked again there.</summary>
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(3);

    /// <summary>For what comes after that: the requests that still run, the grains' hand-over, the goodbye to the cluster.</summary>
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(4);

    /// <summary>All of a stop: 9 s with a cluster's own drain. Whoever stops the process waits longer than this before it kills it.</summary>
    public static TimeSpan Longest(LeavingOptions options) => options.DrainPeriod + CallPatience + HandOver;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Withdraw();
        await Task.Delay(options.Value.DrainPeriod, clock, CancellationToken.None);
        var closing = calls.Close();
        await Task.WhenAny(closing, Task.Delay(CallPatience, clock, CancellationToken.None));
        if (!closing.IsCompleted) LogCallsLeft(calls.Count);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.Complete();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 5300, Level = LogLevel.Warning, Message = "Leaving with {Calls} calls to the outside unfinished; other processes find out what became of them")]
    private partial void LogCallsLeft(int calls);
}
