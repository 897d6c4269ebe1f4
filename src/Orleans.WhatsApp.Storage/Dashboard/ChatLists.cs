using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>The list of chats. Its filters are put together from the constants below, so that each combination is a statement of its own with an index to it.</summary>
internal sealed class ChatLists(IDatabase database, ISearchSql search)
{
    // The page is found within an index; only its rows are read whole.
    private const string Select = $"""
        select {DashboardRows.ChatColumns}
        from (select c.id from chats c where c.tenant_id = @tenant and not c.is_hidden
        """;

    private const string AsRows = """
        ) as page
        join chats c on c.tenant_id = @tenant and c.id = page.id
        left join sessions s on s.tenant_id = c.tenant_id and s.id = c.session_id
        order by c.last_message_at desc nulls last, c.id
        """;

    // The seed's §10: an active session without a person is the agent's, and so is an open chat without a session. Word for word as in the index chats_mode.
    private const string IsOfMode = """
         and case
          when c.session_id is null then case when c.is_closed then 'closed' else 'ai' end
          when c.session_status = 'waiting' or c.taken_over_at is not null then 'human'
          else 'ai' end = @mode
        """;

    private const string IsWaiting = " and c.session_status = 'waiting'";
    private const string NeedsAttention = " and c.attention is not null";
    private const string NeedsNone = " and c.attention is null";

    private const string Order = " order by c.last_message_at desc nulls last, c.id limit @limit";
    private const string Skip = " offset @offset";

    // Two ranges, each of which an index can begin in the middle of: those with a message behind the cursor, then those that never had one.
    private const string IsBehind = " and c.last_message_at <= @at and (c.last_message_at < @at or c.id > @id)";
    private const string IsBehindWithoutMessage = " and c.last_message_at is null and c.id > @id";

    public Task<Page<ChatRow>> Read(TenantId tenant, ChatFilter filter, PageAt at) => filter.Search is { } text ? Find(tenant, filter, text, at) : database.Read(async session =>
    {
        var rows = at.After is { } cursor
            ? await Behind(session, tenant, filter, cursor, at.Limit + 1)
            : await session.Query(
                new(Select + Where(filter) + Order + Skip + AsRows, [.. Args(tenant, filter), ("limit", at.Limit + 1), ("offset", at.Offset)]), DashboardRows.ReadChat);
        return Page<ChatRow>.Of(rows, at.Limit, row => row, CursorOf, await Total(session, tenant, filter));
    });

    private static ListCursor CursorOf(ChatRow row) => new(ListKind.Chats, row.LastMessageAt, row.Id.Value);

    private static async ValueTask<List<ChatRow>> Behind(ISqlSession session, TenantId tenant, ChatFilter filter, ListCursor cursor, int limit)
    {
        List<ChatRow> rows = [];
        if (cursor.At is { } at)
        {
            rows = await session.Query(
                new(Select + Where(filter) + IsBehind + Order + AsRows, [.. Args(tenant, filter), ("at", at), ("id", cursor.Id), ("limit", limit)]), DashboardRows.ReadChat);
            cursor = cursor with { Id = Guid.Empty };
        }

        if (rows.Count < limit)
        {
            rows.AddRange(await session.Query(
                new(Select + Where(filter) + IsBehindWithoutMessage + Order + AsRows, [.. Args(tenant, filter), ("id", cursor.Id), ("limit", limit - rows.Count)]),
                DashboardRows.ReadChat));
        }

        return rows;
    }

    private static async ValueTask<long> Total(ISqlSession session, TenantId tenant, ChatFilter filter)
    {
        if (filter.NeedsAttention == true) return await Count(session, tenant, filter);
        var total = (await TenantCounts.Read(session, tenant)).Of(filter.Mode);
        return filter.NeedsAttention is null ? total : Math.Max(0, total - await Count(session, tenant, filter with { NeedsAttention = true }));
    }

    private static async ValueTask<long> Count(ISqlSession session, TenantId tenant, ChatFilter filter) => (await session.Query(
        new(
            $"select count(*) from (select 1 from chats c where c.tenant_id = @tenant and not c.is_hidden{Where(filter)} limit @most) as counted",
            [.. Args(tenant, filter), ("most", IDashboardQueries.MostCounted)]),
        row => row.Number(0)))[0];

    // What is found is few enough to be held, so the cursor needs no range of an index.
    private const string Matched = """
        , matched as materialized (
          select c.id, c.last_message_at
          from (select distinct chat_id from hits) found
          join chats c on c.tenant_id = @tenant and c.id = found.chat_id
          where c.tenant_id = @tenant and not c.is_hidden
        """;

    private const string SelectMatched = $"""
        )
        select {DashboardRows.ChatColumns}, (select count(*) from matched)
        from (
          select id, last_message_at from matched
          where @from_start or last_message_at < @at or (last_message_at = @at and id > @id) or (last_message_at is null and (@has_message or id > @id))
          order by last_message_at desc nulls last, id
          limit @limit offset @offset) m
        join chats c on c.tenant_id = @tenant and c.id = m.id
        left join sessions s on s.tenant_id = c.tenant_id and s.id = c.session_id
        order by m.last_message_at desc nulls last, m.id
        """;

    private Task<Page<ChatRow>> Find(TenantId tenant, ChatFilter filter, SearchText text, PageAt at) => database.Read(async session =>
    {
        Arg[] args = [.. search.Args(tenant, text), .. Args(tenant, filter)[1..]];
        var rows = await session.Query(
            new(
                search.Hits + Matched + Where(filter) + SelectMatched,
                [
                    .. args,
                    ("from_start", at.After is null),
                    ("has_message", at.After?.At is not null),
                    ("at", at.After?.At),
                    ("id", at.After?.Id ?? Guid.Empty),
                    ("limit", at.Limit + 1),
                    ("offset", at.Offset),
                ]),
            row => (Chat: DashboardRows.ReadChat(row), Total: row.Number(DashboardRows.Columns)));
        var total = rows is [var first, ..] ? first.Total
            : at.After is null && at.Offset == 0 ? 0
            : (await session.Query(new(search.Hits + Matched + Where(filter) + ") select count(*) from matched", args), row => row.Number(0)))[0];
        return Page<ChatRow>.Of(rows, at.Limit, row => row.Chat, row => CursorOf(row.Chat), total);
    });

    private static string Where(ChatFilter filter) =>
        filter.Mode switch { null => "", "waiting" => IsWaiting, _ => IsOfMode }
        + filter.NeedsAttention switch { null => "", true => NeedsAttention, false => NeedsNone };

    private static Arg[] Args(TenantId tenant, ChatFilter filter) =>
        filter.Mode is null or "waiting" ? [("tenant", tenant.Value)] : [("tenant", tenant.Value), ("mode", filter.Mode)];
}
