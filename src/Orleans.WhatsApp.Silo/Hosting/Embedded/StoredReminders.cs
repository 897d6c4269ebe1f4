using Orleans.Runtime;
using Orleans.WhatsApp.Storage.Reminders;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The runtime's reminders as rows of the product's own database, so that they survive the process.</summary>
internal sealed class StoredReminders(IReminderRows rows) : IReminderTable
{
    public const string Service = "embedded";

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new((await rows.Read(Service, grainId.ToString())).Select(AsEntry));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end) =>
        new((await rows.ReadAll(Service)).Select(AsEntry).Where(entry => IsWithin(entry.GrainId.GetUniformHashCode(), begin, end)));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        await rows.Read(Service, grainId.ToString(), reminderName) is { } row ? AsEntry(row) : null;

    public async Task<string?> UpsertRow(ReminderEntry entry) =>
        await rows.Upsert(Service, new ReminderRow(entry.GrainId.ToString(), entry.ReminderName, new DateTimeOffset(entry.StartAt, TimeSpan.Zero), entry.Period));

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => rows.Remove(Service, grainId.ToString(), reminderName, eTag);

    public Task TestOnlyClearTable() => throw new NotSupportedException("The product's reminders are not for a test to clear.");

    /// <summary>Around the ring: from after <paramref name="begin"/> up to <paramref name="end"/>; the same twice is everything.</summary>
    private static bool IsWithin(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderEntry AsEntry(ReminderRow row) => new()
    {
        GrainId = GrainId.Parse(row.GrainId, System.Globalization.CultureInfo.InvariantCulture),
        ReminderName = row.Name,
        StartAt = row.StartAt.UtcDateTime,
        Period = row.Period,
        ETag = row.ETag,
    };
}
