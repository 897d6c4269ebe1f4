using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Silo.Health;

internal sealed record HealthWord(string Status);

/// <param name="Status">starting, ready, stopping or store_unavailable.</param>
/// <param name="Runtime">embedded or orleans.</param>
/// <param name="Storage">sqlite or postgres.</param>
/// <param name="Cluster">Null if the cluster does not answer.</param>
internal sealed record HealthView(string Status, string Version, string Runtime, string Storage, DateTimeOffset StartedAt,
    long UptimeSeconds, BacklogView? Backlog, ClusterView? Cluster);

/// <param name="Reminders">Of all silos together.</param>
internal sealed record ClusterView(IReadOnlyList<SiloView> Silos, long Reminders)
{
    /// <summary>What a grain class is called in the product: <c>chat</c> for <c>…Chats.ChatGrain</c>.</summary>
    public static string KindOf(string grainClass)
    {
        var name = grainClass.Split(',')[0].Split('.')[^1];
        return (name.EndsWith("Grain", StringComparison.Ordinal) ? name[..^"Grain".Length] : name).ToLowerInvariant();
    }
}

/// <param name="Status">As a member of the cluster: joining, active, shuttingdown or stopping.</param>
/// <param name="Activations">How many grains of each kind it holds.</param>
internal sealed record SiloView(string Name, string Address, string Status, IReadOnlyDictionary<string, int> Activations);

internal sealed record BacklogView(
    long OverdueDeadlines, DateTimeOffset? OldestDeadline, long UndoneInboxRows, DateTimeOffset? OldestInboxRow, long SetAsideInboxRows, long OpenSends,
        DateTimeOffset? OldestReadySend)
{
    public static BacklogView? Of(Backlog? backlog) => backlog is null ? null : new(
        backlog.OverdueDeadlines, backlog.OldestDeadline, backlog.UndoneInboxRows, backlog.OldestInboxRow, backlog.SetAsideInboxRows, backlog.OpenSends,
            backlog.OldestReadySend);
}

/// <param name="Counters">By name and tags, as in /metrics.</param>
internal sealed record StatsReport(long UptimeSeconds, BacklogView? Backlog, IReadOnlyDictionary<string, double> Counters);
