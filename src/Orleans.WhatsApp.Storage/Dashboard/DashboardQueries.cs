using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Dashboard;

internal sealed class DashboardQueries(IDatabase database, ISearchSql search) : IDashboardQueries
{
    private readonly ChatLists _lists = new(database, search);

    public Task<Page<ChatRow>> Chats(TenantId tenant, ChatFilter filter, PageAt at) => _lists.Read(tenant, filter, at);

    private const string SelectChat = $"""
        select {DashboardRows.ChatColumns}
        from chats c
        left join sessions s on s.tenant_id = c.tenant_id and s.id = c.session_id
        where c.tenant_id = @tenant and c.id = @chat
        """;

    public Task<ChatRow?> Chat(TenantId tenant, ChatId chat) => database.First(new(SelectChat, ("tenant", tenant.Value), ("chat", chat.Value)), DashboardRows.ReadChat);

    private const string SelectMessage = $"select {DashboardRows.MessageColumns} from messages where tenant_id = @tenant and id = @message";

    public Task<MessageRow?> Message(TenantId tenant, MessageId message) =>
        database.First(new(SelectMessage, ("tenant", tenant.Value), ("message", message.Value)), DashboardRows.ReadMessage);

    private const string SelectMessages = $"""
        select {DashboardRows.MessageColumns}
        from messages
        where tenant_id = @tenant and chat_id = @chat and status <> 'withdrawn'
        """;

    private const string MessagesBehind = " and (at, seq) < (@at, @seq)";
    private const string MessageOrder = " order by at desc, seq desc limit @limit";

    // Exact while that is cheap. Nobody turns pages by number through the rest.
    private const string CountMessages = """
        select case when counted.total < @most then counted.total else coalesce(
          (select case when c.message_count - c.messages_removed > @most then c.message_count - c.messages_removed else @most end from chats c where c.tenant_id = @tenant and c.id = @chat), @most) end
        from (
          select count(*) as total
          from (select 1 from messages where tenant_id = @tenant and chat_id = @chat and status <> 'withdrawn' limit @most) as met) as counted
        """;

    // A person's reaction is one row; an empty value means that it was taken back.
    private const string SelectReactions = """
        select r.provider_message_id, r.value, r.actor, r.at
        from messages m
        join message_marks r on r.tenant_id = m.tenant_id and r.channel_id = m.channel_id and r.provider_message_id = m.provider_message_id
        where m.tenant_id = @tenant and m.chat_id = @chat and m.at >= @since and m.at <= @until and r.kind = 'reaction' and r.value <> ''
        order by r.at, r.actor
        """;

    public Task<Page<MessageRow>> Messages(TenantId tenant, ChatId chat, PageAt at) => database.Read(async session =>
    {
        var total = (await session.Query(
            new(CountMessages, ("tenant", tenant.Value), ("chat", chat.Value), ("most", IDashboardQueries.MostMessagesCounted)), row => row.Number(0)))[0];
        var rows = await session.Query(
            at.After is { At: { } before, Number: var seq }
                ? new(SelectMessages + MessagesBehind + MessageOrder, ("tenant", tenant.Value), ("chat", chat.Value), ("at", before), ("seq", seq), ("limit", at.Limit + 1))
                : new(SelectMessages + MessageOrder + Skip, ("tenant", tenant.Value), ("chat", chat.Value), ("limit", at.Limit + 1), ("offset", at.Offset)),
            row => (Seq: row.Number(14), Message: DashboardRows.ReadMessage(row)));
        var page = Page<MessageRow>.Of(
            rows, at.Limit, row => row.Message, row => new(ListKind.Messages, row.Message.At, Number: row.Seq), total, newestLast: true);
        if (page.Items is not [var oldest, ..]) return page;

        var reactions = (await session.Query(
            new(SelectReactions, ("tenant", tenant.Value), ("chat", chat.Value), ("since", oldest.At), ("until", page.Items[^1].At)),
            row => (Message: row.Text(0), Reaction: new { emoji = row.Text(1), by = row.Text(2), at = row.Time(3) }))).ToLookup(row => row.Message, row => row.Reaction);
        return page with
        {
            Items = [.. page.Items.Select(message =>
                message.ProviderMessageId is { } id && reactions.Contains(id) ? message with { ReactionsJson = JsonSerializer.Serialize(reactions[id]) } : message)],
        };
    });

    private const string SelectSessions = """
        select id, chat_id, status, resolved_by, started_at, resolved_at, grace_deadline, taken_over_by, taken_over_at, conversation_id, message_count, created_at, updated_at, number
        from sessions
        where tenant_id = @tenant and chat_id = @chat
        """;

    private const string SessionsBehind = " and (started_at, number) < (@at, @number)";
    private const string SessionOrder = " order by started_at desc, number desc limit @limit";

    // A chat numbers its sessions without gaps, and what goes goes from the oldest on.
    private const string CountSessions = """
        select
          coalesce((select number + 1 from sessions where tenant_id = @tenant and chat_id = @chat order by started_at desc, number desc limit 1), 0)
          - coalesce((select number from sessions where tenant_id = @tenant and chat_id = @chat order by started_at, number limit 1), 0)
        """;

    public Task<Page<SessionRow>> Sessions(TenantId tenant, ChatId chat, PageAt at) => database.Read(async session => Page<SessionRow>.Of(
        await session.Query(
            at.After is { At: { } before, Number: var number }
                ? new(SelectSessions + SessionsBehind + SessionOrder, ("tenant", tenant.Value), ("chat", chat.Value), ("at", before), ("number", number), ("limit", at.Limit + 1))
                : new(SelectSessions + SessionOrder + Skip, ("tenant", tenant.Value), ("chat", chat.Value), ("limit", at.Limit + 1), ("offset", at.Offset)),
            row => (Number: row.Number(13), Session: DashboardRows.ReadSession(row, 0))),
        at.Limit,
        row => row.Session,
        row => new(ListKind.Sessions, row.Session.StartedAt, Number: row.Number),
        (await session.Query(new(CountSessions, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Number(0)))[0]));

    private const string SelectLiveSessions = """
        select state, session_started_at, id
        from chats
        where tenant_id = @tenant and session_id is not null
        """;

    private const string LiveSessionsBehind = " and (session_started_at, id) > (@at, @id)";
    private const string LiveSessionOrder = " order by session_started_at, id limit @limit";

    private const string CountLiveSessions = """
        select count(*) from (select 1 from chats where tenant_id = @tenant and session_id is not null limit @most) as counted
        """;

    public Task<Page<ChatState>> LiveSessions(TenantId tenant, PageAt at) => database.Read(async session => Page<ChatState>.Of(
        await session.Query(
            at.After is { At: { } before, Id: var chat }
                ? new(SelectLiveSessions + LiveSessionsBehind + LiveSessionOrder, ("tenant", tenant.Value), ("at", before), ("id", chat), ("limit", at.Limit + 1))
                : new(SelectLiveSessions + LiveSessionOrder + Skip, ("tenant", tenant.Value), ("limit", at.Limit + 1), ("offset", at.Offset)),
            row => (State: ChatStateJson.Read(row.Bytes(0)), StartedAt: row.Time(1), Id: row.Id(2))),
        at.Limit,
        row => row.State,
        row => new(ListKind.LiveSessions, row.StartedAt, row.Id),
        (await session.Query(new(CountLiveSessions, ("tenant", tenant.Value), ("most", IDashboardQueries.MostCounted)), row => row.Number(0)))[0]));

    private const string SelectTimeline = """
        select at, rule, cause, phase_before, phase_after, epoch, session_id, actor, detail, policy, seq
        from timeline
        where tenant_id = @tenant and chat_id = @chat
        """;

    private const string TimelineBehind = " and seq < @seq";
    private const string TimelineOrder = " order by seq desc limit @limit";

    private const string CountTimeline = """
        select count(*) from (select 1 from timeline where tenant_id = @tenant and chat_id = @chat limit @most) as counted
        """;

    public Task<Page<TimelineEntry>> Timeline(TenantId tenant, ChatId chat, PageAt at) => database.Read(async session => Page<TimelineEntry>.Of(
        await session.Query(
            at.After is { Number: var seq }
                ? new(SelectTimeline + TimelineBehind + TimelineOrder, ("tenant", tenant.Value), ("chat", chat.Value), ("seq", seq), ("limit", at.Limit + 1))
                : new(SelectTimeline + TimelineOrder + Skip, ("tenant", tenant.Value), ("chat", chat.Value), ("limit", at.Limit + 1), ("offset", at.Offset)),
            row => (Seq: row.Number(10), Entry: TimelineStatements.Read(row))),
        at.Limit,
        row => row.Entry,
        row => new(ListKind.Timeline, Number: row.Seq),
        (await session.Query(new(CountTimeline, ("tenant", tenant.Value), ("chat", chat.Value), ("most", IDashboardQueries.MostCounted)), row => row.Number(0)))[0],
        newestLast: true));

    // SQLite takes the list's own index only for its very words, so they stand here for every list, however few it asks for.
    private const string FromOutbox = """
        from outbox o
        join chats c on c.tenant_id = o.tenant_id and c.id = o.chat_id and not c.is_hidden
        join messages m on m.tenant_id = o.tenant_id and m.id = o.message_id
        where o.tenant_id = @tenant and o.status in ('ready', 'claimed', 'unknown', 'failed', 'withheld')
        """;

    private const string SelectOutbox = $"""
        select o.intent_id, o.message_id, o.chat_id, o.channel_id, c.contact_name, o.text, m.content, o.status, o.code, m.failure_code, o.updated_at, o.not_before, o.seq
        {FromOutbox}
        """;

    private const string OutboxBehind = " and (o.updated_at, o.seq) < (@at, @seq)";
    private const string OutboxOrder = " order by o.updated_at desc, o.seq desc limit @limit";

    public Task<Page<HeldSend>> Outbox(TenantId tenant, string? status, PageAt at) => database.Read(async session => Page<HeldSend>.Of(
        await session.Query(
            at.After is { At: { } before, Number: var seq }
                ? new(SelectOutbox + IsOf(status) + OutboxBehind + OutboxOrder, ("tenant", tenant.Value), ("at", before), ("seq", seq), ("limit", at.Limit + 1))
                : new(SelectOutbox + IsOf(status) + OutboxOrder + Skip, ("tenant", tenant.Value), ("limit", at.Limit + 1), ("offset", at.Offset)),
            row => (Seq: row.Number(12), Row: DashboardRows.ReadOutbox(row))),
        at.Limit,
        row => row.Row,
        row => new(ListKind.Outbox, row.Row.At, Number: row.Seq),
        (await session.Query(
            new($"select count(*) from (select 1 {FromOutbox}{IsOf(status)} limit @most) as counted", ("tenant", tenant.Value), ("most", IDashboardQueries.MostCounted)),
            row => row.Number(0)))[0]));

    private static string IsOf(string? status) => status switch
    {
        "withheld" => " and o.status = 'withheld'",
        "waiting" => " and o.status in ('ready', 'claimed')",
        "unclear" => " and o.status = 'unknown'",
        "failed" => " and o.status = 'failed'",
        _ => "",
    };

    public async Task<ChatCounts> Counts(TenantId tenant)
    {
        var sums = await database.Read(session => TenantCounts.Read(session, tenant));
        return new ChatCounts(sums.Chats, sums.HeldByAgent, sums.HeldByPerson + sums.Waiting, sums.Closed, sums.Waiting, sums.Messages);
    }

    private const string CountInFlight = """
        select count(*) from outbox
        where tenant_id = @tenant and chat_id = @chat and status = 'claimed' and speaker = 'ai'
        """;

    public async Task<int> InFlight(TenantId tenant, ChatId chat) =>
        (await database.Query(new(CountInFlight, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Int(0)))[0];

    private const string Skip = " offset @offset";
}
