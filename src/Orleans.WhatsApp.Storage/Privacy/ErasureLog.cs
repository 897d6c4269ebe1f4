using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Privacy;

internal sealed class ErasureLog(IDatabase database) : IErasureLog
{
    private const string Select = """
        select seq, request_id, channel_id, chat_id, erased_at, erased_by, messages, marks, sessions, timeline, events, sends, aliases
        from erasures
        where tenant_id = @tenant
        """;

    private const string Behind = " and seq < @seq";
    private const string Order = " order by seq desc limit @limit";
    private const string Skip = " offset @offset";
    private const string Count = "select count(*) from (select 1 from erasures where tenant_id = @tenant limit @most) as counted";

    public Task<Page<ErasureEntry>> List(TenantId tenant, PageAt at) => database.Read(async session => Page<ErasureEntry>.Of(
        await session.Query(
            at.After is { Number: var seq }
                ? new(Select + Behind + Order, ("tenant", tenant.Value), ("seq", seq), ("limit", at.Limit + 1))
                : new(Select + Order + Skip, ("tenant", tenant.Value), ("limit", at.Limit + 1), ("offset", at.Offset)),
            row => (Seq: row.Number(0), Entry: Entry(row))),
        at.Limit,
        row => row.Entry,
        row => new(ListKind.Erasures, Number: row.Seq),
        (await session.Query(new(Count, ("tenant", tenant.Value), ("most", IDashboardQueries.MostCounted)), row => row.Number(0)))[0]));

    private const string SelectOne = "select 1 from erasures where tenant_id = @tenant and chat_id = @chat limit 1";

    public async Task<bool> Has(TenantId tenant, ChatId chat) =>
        (await database.Query(new(SelectOne, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Number(0))).Count > 0;

    private static ErasureEntry Entry(Row row) => new(
        row.Id(1), new(row.Id(2)), new(row.Id(3)), row.Time(4), new(row.Id(5)),
        new(row.Number(6), row.Number(7), row.Number(8), row.Number(9), row.Number(10), row.Number(11), row.Number(12)));
}
