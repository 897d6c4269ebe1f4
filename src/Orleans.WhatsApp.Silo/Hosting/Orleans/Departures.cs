using Orleans.Runtime;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>
/// Hears that a silo has left the cluster, whether it said goodbye, died or stood still for too long, and lets the sweeps look for what it was doing. Every silo
/// that is left hears it; that they all say so does no harm.
/// </summary>
internal sealed partial class Departures(ISiloStatusOracle members, Sweeping sweeping, TimeProvider clock, ILogger<Departures> log) : IHostedService, ISiloStatusListener
{
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        members.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        members.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead && !updatedSilo.Equals(members.SiloAddress)) _ = Tell(updatedSilo);
    }

    private async Task Tell(SiloAddress gone)
    {
        LogGone(gone);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await sweeping.SiloGone();
                return;
            }
            catch (Exception cause) when (tries < Tries)
            {
                // The other silos may not have heard of it yet, and still look for a sweep there.
                LogNotTold(cause, gone);
                await Task.Delay(Pause, clock);
            }
            catch (Exception cause)
            {
                LogNotTold(cause, gone);
                return;
            }
        }
    }

    [LoggerMessage(EventId = 5310, Level = LogLevel.Warning, Message = "Silo {Silo} has left the cluster; its chats are woken elsewhere")]
    private partial void LogGone(SiloAddress silo);

    [LoggerMessage(EventId = 5311, Level = LogLevel.Warning, Message = "Not every sweep heard that silo {Silo} is gone; asked again, and by themselves they find what is due")]
    private partial void LogNotTold(Exception cause, SiloAddress silo);
}
