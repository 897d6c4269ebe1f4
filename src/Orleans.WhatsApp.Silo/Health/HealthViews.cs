using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Silo.Health;

internal sealed record HealthWord(string Status);

/// <param name="Status">ready, starting or store_unavailable.</param>
/// <param name="Runtime">embedded or orleans.</param>
/// <param name="Storage">sqlite or postgres.</param>
internal sealed record HealthView(string Status, string Version, string Runtime, string Storage, DateTimeOffset StartedAt,
    long UptimeSeconds, BacklogView? Backlog);

internal sealed record BacklogView(
    long OverdueDeadlines, DateTimeOffset? OldestDeadline, long UndoneInboxRows, DateTimeOffset? OldestInboxRow, long OpenSends,
        DateTimeOffset? OldestReadySend)
{
    public static BacklogView? Of(Backlog? backlog) => backlog is null ? null : new(
        backlog.OverdueDeadlines, backlog.OldestDeadline, backlog.UndoneInboxRows, backlog.OldestInboxRow, backlog.OpenSends,
            backlog.OldestReadySend);
}

/// <param name="Counters">By name and tags, as in /metrics.</param>
internal sealed record StatsReport(long UptimeSeconds, BacklogView? Backlog, IReadOnlyDictionary<string, double> Counters);
