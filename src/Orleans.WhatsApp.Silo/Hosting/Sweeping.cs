using System.Globalization;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>
/// Sees to it that every shard is swept somewhere. Each silo asks for that every two seconds: a shard that is swept takes no notice, and one whose silo is gone
/// is taken up on another one at once, where its reminder alone would leave it alone for up to a minute.
/// </summary>
internal sealed partial class Sweeping(IGrainFactory grains, TimeProvider clock, ILogger<Sweeping> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    public Task Start() => All(sweep => sweep.Start());

    /// <summary>A silo is gone, and nobody knows what it was doing.</summary>
    public Task SiloGone() => All(sweep => sweep.SiloGone());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Start();
            }
            catch (Exception cause)
            {
                LogNotSwept(cause);
            }
        }
    }

    private Task All(Func<ISweepGrain, Task> ask) => Task.WhenAll(Enumerable.Range(0, ISweepStore.Shards)
        .Select(shard => ask(grains.GetGrain<ISweepGrain>(shard.ToString(CultureInfo.InvariantCulture)))));

    [LoggerMessage(EventId = 1210, Level = LogLevel.Warning, Message = "Some shards may not be swept at the moment; asked again soon")]
    private partial void LogNotSwept(Exception cause);
}
