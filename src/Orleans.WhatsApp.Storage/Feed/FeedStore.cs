using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Feed;

internal sealed class FeedStore(IDatabase database) : IFeedStore
{
    private const int AtOnce = 1_000;

    // Makes the head where there is none, and holds it until the commit: another numbering of this tenant waits here, and its next statements see what this one did.
    private const string HoldHead = """
        insert into feed_heads (tenant_id, last) values (@tenant, 0)
        on conflict (tenant_id) do update set last = feed_heads.last
        """;

    // In the order of their ids. A chat's next commit begins after the one before has ended, so its changes keep their order whatever the other chats do.
    private const string Move = """
        insert into feed_events (tenant_id, number, change_id, at, kind, subject_id, what, mode, status, epoch)
        select c.tenant_id, h.last + row_number() over (order by c.id), c.id, c.at, c.kind, c.subject_id, c.what, c.mode, c.status, c.epoch
        from (select * from feed_changes where tenant_id = @tenant order by id limit @limit) as c
        join feed_heads h on h.tenant_id = c.tenant_id
        """;

    // Those that were moved, and none that was committed meanwhile.
    private const string Remove = """
        delete from feed_changes
        where tenant_id = @tenant and id in (
          select e.change_id from feed_events e join feed_heads h on h.tenant_id = e.tenant_id where e.tenant_id = @tenant and e.number > h.last)
        """;

    private const string Advance = """
        update feed_heads set last = (select max(e.number) from feed_events e where e.tenant_id = @tenant and e.number > feed_heads.last)
        where tenant_id = @tenant and exists (select 1 from feed_events e where e.tenant_id = @tenant and e.number > feed_heads.last)
        """;

    private const string Look = """
        select
          coalesce((select last from feed_heads where tenant_id = @tenant), 0),
          exists (select 1 from feed_changes where tenant_id = @tenant)
        """;

    public async Task<long> Number(TenantId tenant)
    {
        while (true)
        {
            var (before, hasChanges) = (await database.Query(new(Look, ("tenant", tenant.Value)), row => (row.Number(0), row.Flag(1))))[0];
            if (!hasChanges) return before;
            var last = await NumberSome(tenant);
            if (last - before < AtOnce) return last;
        }
    }

    private Task<long> NumberSome(TenantId tenant) => database.Write(async session =>
    {
        await session.ExecuteAll(
        [
            new(HoldHead, ("tenant", tenant.Value)),
            new(Move, ("tenant", tenant.Value), ("limit", AtOnce)),
            new(Remove, ("tenant", tenant.Value)),
            new(Advance, ("tenant", tenant.Value)),
        ]);
        return await Last(session, tenant);
    });

    private const string SelectLast = "select last from feed_heads where tenant_id = @tenant";

    public Task<long> Last(TenantId tenant) => database.Read(session => Last(session, tenant));

    private static async ValueTask<long> Last(ISqlSession session, TenantId tenant) =>
        await session.Query(new(SelectLast, ("tenant", tenant.Value)), row => row.Number(0)) is [var last] ? last : 0;

    private const string SelectAfter = """
        select number, at, kind, subject_id, what, mode, status, epoch
        from feed_events
        where tenant_id = @tenant and number > @number
        order by number
        limit @limit
        """;

    public async Task<IReadOnlyList<FeedEvent>> After(TenantId tenant, long number, int limit) =>
        await database.Query(new(SelectAfter, ("tenant", tenant.Value), ("number", number), ("limit", limit)), Event);

    private const string SelectTenants = "select distinct tenant_id from feed_changes where at <= @before limit @limit";

    public async Task<IReadOnlyList<TenantId>> TenantsWithChanges(DateTimeOffset before, int limit) =>
        await database.Query(new(SelectTenants, ("before", before), ("limit", limit)), row => new TenantId(row.Id(0)));

    private static FeedEvent Event(Row row) => new(
        row.Number(0), row.Time(1), row.Word<FeedKind>(2), row.IdOrNull(3), row.Text(4).Split(',', StringSplitOptions.RemoveEmptyEntries), row.Text(5), row.Text(6), row.Number(7));
}
