using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Audit;

internal sealed class AuditTrail(IDatabase database) : IAuditTrail
{
    public Task Begin(AuditEntry entry) => database.Execute(AuditStatements.Insert(entry));

    private const string Finish = """
        update audit set
          outcome = @outcome, finished_at = @now, tenant_id = coalesce(tenant_id, @tenant),
          subject_kind = case when subject_id is null and @subject is not null then @subject_kind else subject_kind end,
          subject_id = coalesce(subject_id, @subject)
        where id = @id and outcome = 'begun'
        """;

    public Task End(Guid entry, AuditEnd end) => database.Execute(new(
        Finish,
        ("id", entry),
        ("outcome", end.Outcome),
        ("now", end.At),
        ("tenant", end.Tenant?.Value),
        ("subject_kind", end.SubjectKind),
        ("subject", end.SubjectId)));

    private const string Columns = """
        seq, id, tenant_id, at, actor_id, actor_name, actor_email, by_platform, action, subject_kind, subject_id, detail, address, outcome, finished_at
        """;

    private const string OfTenant = "from audit where tenant_id = @tenant";
    private const string ByPlatform = "from audit where by_platform";
    private const string Behind = " and (at, seq) < (@cursor_at, @cursor_seq)";
    private const string Order = " order by at desc, seq desc limit @limit";
    private const string Skip = " offset @offset";

    public Task<Page<AuditRow>> Of(TenantId tenant, AuditFilter filter, PageAt at) => Read(OfTenant, [("tenant", tenant.Value)], filter, at);

    public Task<Page<AuditRow>> OfPlatform(AuditFilter filter, PageAt at) => Read(ByPlatform, [], filter, at);

    public async Task<IReadOnlyList<AuditRow>> Next(TenantId tenant, AuditFilter filter, ListCursor? after, int limit) =>
        await database.Read(session => Rows(session, OfTenant, [("tenant", tenant.Value)], filter, new(1, limit, after)));

    private Task<Page<AuditRow>> Read(string from, Arg[] of, AuditFilter filter, PageAt at) => database.Read(async session => Page<AuditRow>.Of(
        await Rows(session, from, of, filter, at with { Limit = at.Limit + 1 }, at.Offset), at.Limit, row => row, row => row.Cursor, await Count(session, from, of, filter)));

    private static ValueTask<List<AuditRow>> Rows(ISqlSession session, string from, Arg[] of, AuditFilter filter, PageAt at, long offset = 0)
    {
        Arg[] args = [.. of, .. Args(filter), ("limit", at.Limit)];
        return session.Query(
            at.After is { At: { } before, Number: var seq }
                ? new($"select {Columns} {from}{Where(filter)}{Behind}{Order}", [.. args, ("cursor_at", before), ("cursor_seq", seq)])
                : new($"select {Columns} {from}{Where(filter)}{Order}{Skip}", [.. args, ("offset", offset)]),
            ReadRow);
    }

    private static async ValueTask<long> Count(ISqlSession session, string from, Arg[] of, AuditFilter filter) => (await session.Query(
        new($"select count(*) from (select 1 {from}{Where(filter)} limit @most) as counted", [.. of, .. Args(filter), ("most", IDashboardQueries.MostCounted)]),
        row => row.Number(0)))[0];

    // An area's own word may be an action as well, as sign_in is.
    private static string Where(AuditFilter filter) =>
        (filter.From is null ? "" : " and at >= @from")
        + (filter.To is null ? "" : " and at < @to")
        + (filter.Actor is null ? "" : " and actor_id = @actor")
        + (filter.Action is not { } action ? "" : action.Contains('.', StringComparison.Ordinal) ? " and action = @action" : " and area = @action")
        + (filter.Subject is null ? "" : " and subject_id = @subject")
        + (filter.Outcome is null ? "" : " and outcome = @outcome");

    private static IEnumerable<Arg> Args(AuditFilter filter)
    {
        if (filter.From is { } from) yield return ("from", from);
        if (filter.To is { } to) yield return ("to", to);
        if (filter.Actor is { } actor) yield return ("actor", actor.Value);
        if (filter.Action is { } action) yield return ("action", action);
        if (filter.Subject is { } subject) yield return ("subject", subject);
        if (filter.Outcome is { } outcome) yield return ("outcome", outcome);
    }

    private static AuditRow ReadRow(Row row) => new()
    {
        Seq = row.Number(0),
        Id = row.Id(1),
        Tenant = row.IdOrNull(2) is { } tenant ? new(tenant) : null,
        At = row.Time(3),
        Actor = row.IdOrNull(4) is { } actor ? new(actor) : null,
        ActorName = row.Text(5),
        ActorEmail = row.Text(6),
        IsByPlatform = row.Flag(7),
        Action = row.Text(8),
        SubjectKind = row.Text(9),
        SubjectId = row.IdOrNull(10),
        Detail = row.Text(11),
        Address = row.Text(12),
        Outcome = row.Text(13),
        FinishedAt = row.TimeOrNull(14),
    };

    private const string Delete = "delete from audit where seq in (select seq from audit where at < @before limit 5000)";

    public Task<int> DropBefore(DateTimeOffset at) => database.InSteps(new(Delete, ("before", at)));
}
