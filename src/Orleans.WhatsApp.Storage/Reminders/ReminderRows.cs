using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Reminders;

internal sealed class ReminderRows(IDatabase database) : IReminderRows
{
    private const string SelectOfGrain = """
        select grain_id, name, start_at, period_us, etag
        from reminders
        where service = @service and grain_id = @grain
        order by name
        """;

    public async Task<IReadOnlyList<ReminderRow>> Read(string service, string grainId) =>
        await database.Query(new(SelectOfGrain, ("service", service), ("grain", grainId)), Reminder);

    private const string SelectOne = """
        select grain_id, name, start_at, period_us, etag
        from reminders
        where service = @service and grain_id = @grain and name = @name
        """;

    public Task<ReminderRow?> Read(string service, string grainId, string name) =>
        database.First(new(SelectOne, ("service", service), ("grain", grainId), ("name", name)), Reminder);

    private const string SelectAll = """
        select grain_id, name, start_at, period_us, etag
        from reminders
        where service = @service
        order by grain_id, name
        """;

    public async Task<IReadOnlyList<ReminderRow>> ReadAll(string service) => await database.Query(new(SelectAll, ("service", service)), Reminder);

    public async Task<long> Count(string service) =>
        (await database.Query(new("select count(*) from reminders where service = @service", ("service", service)), row => row.Number(0)))[0];

    private const string UpsertOne = """
        insert into reminders (service, grain_id, name, start_at, period_us, etag)
        values (@service, @grain, @name, @start_at, @period, @etag)
        on conflict (service, grain_id, name) do update set start_at = excluded.start_at, period_us = excluded.period_us, etag = excluded.etag
        """;

    public async Task<string> Upsert(string service, ReminderRow reminder)
    {
        var etag = Guid.NewGuid().ToString("N");
        // Each new session makes one, and a commit of its own was the dearest part of a new chat.
        await database.Commit([new(
            UpsertOne,
            ("service", service),
            ("grain", reminder.GrainId),
            ("name", reminder.Name),
            ("start_at", reminder.StartAt),
            ("period", reminder.Period.Ticks / TimeSpan.TicksPerMicrosecond),
            ("etag", etag)) { Together = Together.Reminders }]);
        return etag;
    }

    private const string Delete = "delete from reminders where service = @service and grain_id = @grain and name = @name and etag = @etag";

    public async Task<bool> Remove(string service, string grainId, string name, string etag) =>
        await database.Execute(new(Delete, ("service", service), ("grain", grainId), ("name", name), ("etag", etag))) > 0;

    private static ReminderRow Reminder(Row row) => new(row.Text(0), row.Text(1), row.Time(2), TimeSpan.FromMicroseconds(row.Number(3)), row.Text(4));
}
