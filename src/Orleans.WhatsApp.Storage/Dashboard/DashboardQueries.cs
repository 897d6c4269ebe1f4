using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Dashboard;

internal sealed class DashboardQueries(IDatabase database) : IDashboardQueries
{
    private const string ChatColumns = """
        c.id, c.channel_id, c.provider_chat_id, c.contact_name, c.contact_phone, c.is_closed, c.epoch, c.attention, c.last_message_preview, c.last_message_at,
        c.message_count, c.created_at, c.updated_at,
        s.id, s.chat_id, s.status, s.resolved_by, s.started_at, s.resolved_at, s.grace_deadline, s.taken_over_by, s.taken_over_at, s.conversation_id,
        s.message_count, s.created_at, s.updated_at
        """;

    // The seed's §10: an active session without a person is the agent's, and so is an open chat without a session.
    private const string SelectChats = $"""
        select {ChatColumns}
        from chats c
        left join sessions s on s.tenant_id = c.tenant_id and s.id = c.session_id
        where c.tenant_id = @tenant and (@mode = '' or @mode = case
          when c.session_id is null then case when c.is_closed then 'closed' else 'ai' end
          when c.session_status = 'waiting' or c.taken_over_at is not null then 'human'
          else 'ai' end)
        order by c.last_message_at desc nulls last, c.id
        limit @limit offset @offset
        """;

    public Task<Page<ChatRow>> Chats(TenantId tenant, string? mode, int page, int limit) => database.Read(async session =>
    {
        var chats = await session.Query(
            new(SelectChats, ("tenant", tenant.Value), ("mode", mode ?? ""), ("limit", limit), ("offset", Offset(page, limit))), ReadChat);
        var sums = await Sums(session, tenant);
        var total = mode switch
        {
            null or "" => sums.Chats,
            "human" => sums.Waiting + sums.HeldByPerson,
            "closed" => sums.ClosedIdle,
            "ai" => sums.Chats - sums.ClosedIdle - sums.Waiting - sums.HeldByPerson,
            _ => 0,
        };
        return new Page<ChatRow>(chats, total);
    });

    private const string SelectChat = $"""
        select {ChatColumns}
        from chats c
        left join sessions s on s.tenant_id = c.tenant_id and s.id = c.session_id
        where c.tenant_id = @tenant and c.id = @chat
        """;

    public Task<ChatRow?> Chat(TenantId tenant, ChatId chat) => database.First(new(SelectChat, ("tenant", tenant.Value), ("chat", chat.Value)), ReadChat);

    private const string MessageColumns = """
        id, session_id, sender, sender_name, text, via_channel, status, provider_message_id, is_late, edited_at is not null, deleted_at is not null, attachments, at, chat_id
        """;

    private const string SelectMessage = $"select {MessageColumns} from messages where tenant_id = @tenant and id = @message";

    public Task<MessageRow?> Message(TenantId tenant, MessageId message) =>
        database.First(new(SelectMessage, ("tenant", tenant.Value), ("message", message.Value)), ReadMessage);

    private const string SelectMessages = $"""
        select {MessageColumns}
        from messages
        where tenant_id = @tenant and chat_id = @chat and status <> 'withdrawn'
        order by at desc, seq desc
        limit @limit offset @offset
        """;

    private const string CountMessages = "select count(*) from messages where tenant_id = @tenant and chat_id = @chat and status <> 'withdrawn'";

    // A person's reaction is one row; an empty value means that it was taken back.
    private const string SelectReactions = """
        select r.provider_message_id, r.value, r.actor, r.at
        from messages m
        join message_marks r on r.tenant_id = m.tenant_id and r.channel_id = m.channel_id and r.provider_message_id = m.provider_message_id
        where m.tenant_id = @tenant and m.chat_id = @chat and m.at >= @since and m.at <= @until and r.kind = 'reaction' and r.value <> ''
        order by r.at, r.actor
        """;

    public Task<Page<MessageRow>> Messages(TenantId tenant, ChatId chat, int page, int limit) => database.Read(async session =>
    {
        var total = (await session.Query(new(CountMessages, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Number(0)))[0];
        var messages = await session.Query(
            new(SelectMessages, ("tenant", tenant.Value), ("chat", chat.Value), ("limit", limit), ("offset", Offset(page, limit))), ReadMessage);
        if (messages.Count == 0) return new Page<MessageRow>(messages, total);

        messages.Reverse();
        var reactions = (await session.Query(
            new(SelectReactions, ("tenant", tenant.Value), ("chat", chat.Value), ("since", messages[0].At), ("until", messages[^1].At)),
            row => (Message: row.Text(0), Reaction: new { emoji = row.Text(1), by = row.Text(2), at = row.Time(3) }))).ToLookup(row => row.Message, row => row.Reaction);
        return new Page<MessageRow>(
            [.. messages.Select(message => message.ProviderMessageId is { } id && reactions.Contains(id) ? message with { ReactionsJson = JsonSerializer.Serialize(reactions[id]) } : message)],
            total);
    });

    private const string SelectSessions = """
        select id, chat_id, status, resolved_by, started_at, resolved_at, grace_deadline, taken_over_by, taken_over_at, conversation_id, message_count, created_at, updated_at
        from sessions
        where tenant_id = @tenant and chat_id = @chat
        order by started_at desc, number desc
        limit @limit offset @offset
        """;

    private const string CountSessions = "select count(*) from sessions where tenant_id = @tenant and chat_id = @chat";

    public Task<Page<SessionRow>> Sessions(TenantId tenant, ChatId chat, int page, int limit) => database.Read(async session => new Page<SessionRow>(
        await session.Query(
            new(SelectSessions, ("tenant", tenant.Value), ("chat", chat.Value), ("limit", limit), ("offset", Offset(page, limit))), row => ReadSession(row, 0)),
        (await session.Query(new(CountSessions, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Number(0)))[0]));

    private const string SelectTimeline = """
        select at, rule, cause, phase_before, phase_after, epoch, session_id, actor, detail, policy
        from timeline
        where tenant_id = @tenant and chat_id = @chat
        order by seq desc
        limit @limit offset @offset
        """;

    private const string CountTimeline = "select count(*) from timeline where tenant_id = @tenant and chat_id = @chat";

    public Task<Page<TimelineEntry>> Timeline(TenantId tenant, ChatId chat, int page, int limit) => database.Read(async session =>
    {
        var entries = await session.Query(
            new(SelectTimeline, ("tenant", tenant.Value), ("chat", chat.Value), ("limit", limit), ("offset", Offset(page, limit))),
            row => new TimelineEntry(
                row.Time(0), row.Text(1), row.Text(2), row.Word<Phase>(3), row.Word<Phase>(4), row.Number(5), row.IdOrNull(6) is { } id ? new(id) : null, row.Text(7), row.Text(8))
            {
                Policy = TimelineStatements.PolicyOf(row.TextOrNull(9)),
            });
        entries.Reverse();
        return new Page<TimelineEntry>(entries, (await session.Query(new(CountTimeline, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Number(0)))[0]);
    });

    public async Task<ChatCounts> Counts(TenantId tenant)
    {
        var sums = await database.Read(session => Sums(session, tenant));
        return new ChatCounts(sums.Chats, sums.HeldByAgent, sums.HeldByPerson + sums.Waiting, sums.Closed, sums.Waiting, sums.Messages);
    }

    private const string CountInFlight = """
        select count(*) from outbox
        where tenant_id = @tenant and chat_id = @chat and status = 'claimed' and speaker = 'ai'
        """;

    public async Task<int> InFlight(TenantId tenant, ChatId chat) =>
        (await database.Query(new(CountInFlight, ("tenant", tenant.Value), ("chat", chat.Value)), row => row.Int(0)))[0];

    private const string SumCounts = """
        select
          cast(coalesce(sum(chats), 0) as bigint), cast(coalesce(sum(closed), 0) as bigint), cast(coalesce(sum(closed_idle), 0) as bigint),
          cast(coalesce(sum(waiting), 0) as bigint), cast(coalesce(sum(held_by_person), 0) as bigint), cast(coalesce(sum(held_by_agent), 0) as bigint),
          cast(coalesce(sum(messages), 0) as bigint)
        from (
          select chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages from chat_counts where tenant_id = @tenant
          union all
          select chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages from chat_count_changes where tenant_id = @tenant) as parts
        """;

    private static async ValueTask<CountSums> Sums(ISqlSession session, TenantId tenant) => (await session.Query(
        new(SumCounts, ("tenant", tenant.Value)),
        row => new CountSums(row.Number(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6))))[0];

    private static ChatRow ReadChat(Row row) => new()
    {
        Id = new(row.Id(0)),
        Channel = new(row.Id(1)),
        ProviderChatId = row.Text(2),
        ContactName = row.Text(3),
        ContactPhone = row.Text(4),
        IsClosed = row.Flag(5),
        Epoch = row.Number(6),
        Attention = row.TextOrNull(7),
        LastMessagePreview = row.Text(8),
        LastMessageAt = row.TimeOrNull(9),
        MessageCount = row.Int(10),
        CreatedAt = row.Time(11),
        UpdatedAt = row.Time(12),
        Session = row.IsNull(13) ? null : ReadSession(row, 13),
    };

    private static MessageRow ReadMessage(Row row) => new()
    {
        Id = new(row.Id(0)),
        Chat = new(row.Id(13)),
        Session = row.IdOrNull(1) is { } id ? new(id) : null,
        Sender = row.Word<Sender>(2),
        SenderName = row.Text(3),
        Text = row.Text(4),
        ViaChannel = row.Flag(5),
        Status = row.Word<DeliveryStatus>(6),
        ProviderMessageId = row.TextOrNull(7),
        IsLate = row.Flag(8),
        IsEdited = row.Flag(9),
        IsDeleted = row.Flag(10),
        AttachmentsJson = row.Text(11),
        ReactionsJson = "[]",
        At = row.Time(12),
    };

    private static SessionRow ReadSession(Row row, int first) => new()
    {
        Id = new(row.Id(first)),
        Chat = new(row.Id(first + 1)),
        Status = row.Word<SessionStatus>(first + 2),
        ResolvedBy = row.WordOrNull<ResolvedBy>(first + 3),
        StartedAt = row.Time(first + 4),
        ResolvedAt = row.TimeOrNull(first + 5),
        GraceDeadline = row.TimeOrNull(first + 6),
        TakenOverBy = row.IdOrNull(first + 7) is { } by ? new(by) : null,
        TakenOverAt = row.TimeOrNull(first + 8),
        ConversationId = row.TextOrNull(first + 9),
        MessageCount = row.Int(first + 10),
        CreatedAt = row.Time(first + 11),
        UpdatedAt = row.Time(first + 12),
    };

    private static long Offset(int page, int limit) => (Math.Max(page, 1) - 1L) * limit;

    private sealed record CountSums(long Chats, long Closed, long ClosedIdle, long Waiting, long HeldByPerson, long HeldByAgent, long Messages);
}
