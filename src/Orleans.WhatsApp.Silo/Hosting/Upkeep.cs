using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Upkeep;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The storage's slow housework, and what is not kept any longer. Nothing depends on it but size, so a failed round waits for the next one.</summary>
internal sealed partial class Upkeep(
    IStorageUpkeep storage, Retention retention, UnsentUploads uploads, IAuditTrail audit, IOptions<AuditOptions> audited, TimeProvider clock, ILogger<Upkeep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Longer than any provider repeats an event (Meta: seven days), since a row that is gone no longer tells a repetition apart.</summary>
    private static readonly TimeSpan KnowEventsFor = TimeSpan.FromDays(8);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = clock.GetUtcNow();
                await storage.Tidy(now, now - KnowEventsFor);
                await audit.DropBefore(now - audited.Value.KeepFor);
                await retention.Run(stoppingToken);
                await uploads.Run(stoppingToken);
                await storage.Scrub();
            }
            catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(cause);
            }
        }
    }

    [LoggerMessage(EventId = 4100, Level = LogLevel.Warning, Message = "The storage could not be tidied; the next round tries again")]
    private partial void LogFailed(Exception cause);
}
