namespace Orleans.WhatsApp.Storage.Reminders;

/// <summary>A stored reminder. <paramref name="ETag"/> changes with every write and is never used twice.</summary>
public sealed record ReminderRow(string GrainId, string Name, DateTimeOffset StartAt, TimeSpan Period, string ETag = "");

/// <summary>What a reminder table needs, one service's reminders apart from another's.</summary>
public interface IReminderRows
{
    Task<IReadOnlyList<ReminderRow>> Read(string service, string grainId);

    Task<ReminderRow?> Read(string service, string grainId, string name);

    Task<IReadOnlyList<ReminderRow>> ReadAll(string service);

    Task<long> Count(string service);

    /// <summary>Makes or replaces it, whatever its ETag; returns the new ETag.</summary>
    Task<string> Upsert(string service, ReminderRow reminder);

    /// <summary>False if it is not there with this ETag.</summary>
    Task<bool> Remove(string service, string grainId, string name, string etag);
}
