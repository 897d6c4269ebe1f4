using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Privacy;

internal sealed class ContactRecords(IDatabase database) : IContactRecords
{
    private const string SelectChat = """
        select
          c.id, c.channel_id, coalesce(h.provider, ''), c.provider_chat_id, c.contact_name, c.contact_phone, c.contact_address, c.phone_key, c.is_closed, c.epoch,
          c.attention, c.last_message_at, c.last_message_preview, c.message_count - c.messages_removed, c.created_at, c.updated_at
        from chats c
        left join channels h on h.tenant_id = c.tenant_id and h.id = c.channel_id
        where c.tenant_id = @tenant
        """;

    private const string OfId = " and c.id = @chat";
    private const string OfPhone = " and c.phone_key = @phone_key and c.phone_key <> ''";
    private const string OfAddress = " and c.contact_address = @address and c.contact_address <> '' and c.channel_id in (select id from channels where tenant_id = @tenant)";

    public Task<IReadOnlyList<ContactChat>> ChatsOf(TenantId tenant, ChatId chat) => database.Read(async session =>
    {
        var found = new Dictionary<Guid, ContactChat>();
        var asked = new HashSet<(string By, string Value)>();
        var next = new Queue<ContactChat>(await session.Query(new(SelectChat + OfId, ("tenant", tenant.Value), ("chat", chat.Value)), row => Chat(tenant, row)));
        while (next.TryDequeue(out var one))
        {
            if (!found.TryAdd(one.Key.Chat.Value, one)) continue;
            if (one.PhoneKey.Length > 0 && asked.Add(("phone", one.PhoneKey))) await Add(new(SelectChat + OfPhone, ("tenant", tenant.Value), ("phone_key", one.PhoneKey)));
            var address = one.Contact.Address;
            if (address.Length > 0 && asked.Add(("address", address))) await Add(new(SelectChat + OfAddress, ("tenant", tenant.Value), ("address", address)));
        }

        return (IReadOnlyList<ContactChat>)[.. found.Values];

        async ValueTask Add(Statement statement)
        {
            foreach (var one in await session.Query(statement, row => Chat(tenant, row))) next.Enqueue(one);
        }
    });

    private const string SelectMessages = $"""
        select {DashboardRows.MessageColumns}, edited_at, deleted_at, delivered_at, read_at, played_at, stored_at
        from messages
        where tenant_id = @tenant and chat_id = @chat
        """;

    private const string MessagesBehind = " and (at, seq) > (@at, @seq)";
    private const string MessageOrder = " order by at, seq limit @limit";

    public async Task<IReadOnlyList<KeptMessage>> Messages(ChatKey chat, KeptMessage? after, int limit) => await database.Query(
        after is null
            ? new(SelectMessages + MessageOrder, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("limit", limit))
            : new(SelectMessages + MessagesBehind + MessageOrder, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("at", after.Message.At), ("seq", after.Seq), ("limit", limit)),
        row => new KeptMessage(
            row.Number(14), DashboardRows.ReadMessage(row), row.TimeOrNull(DashboardRows.MessageColumnCount), row.TimeOrNull(DashboardRows.MessageColumnCount + 1),
            row.TimeOrNull(DashboardRows.MessageColumnCount + 2), row.TimeOrNull(DashboardRows.MessageColumnCount + 3), row.TimeOrNull(DashboardRows.MessageColumnCount + 4),
            row.Time(DashboardRows.MessageColumnCount + 5)));

    private const string SelectMarks = """
        select r.provider_message_id, r.kind, r.actor, r.value, r.at
        from messages m
        join message_marks r on r.tenant_id = m.tenant_id and r.channel_id = m.channel_id and r.provider_message_id = m.provider_message_id
        where m.tenant_id = @tenant and m.chat_id = @chat and m.at >= @since and m.at <= @until
        order by r.at, r.kind, r.actor
        """;

    public async Task<IReadOnlyList<KeptMark>> Marks(ChatKey chat, IReadOnlyList<KeptMessage> messages) => messages is not [var first, ..] ? [] : await database.Query(
        new(SelectMarks, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("since", first.Message.At), ("until", messages[^1].Message.At)), Mark);

    private const string SelectMarksWithoutMessage = """
        select r.provider_message_id, r.kind, r.actor, r.value, r.at
        from message_marks r
        where r.tenant_id = @tenant and r.chat_id = @chat and not exists (
          select 1 from messages m where m.tenant_id = r.tenant_id and m.channel_id = r.channel_id and m.provider_message_id = r.provider_message_id)
        order by r.at, r.kind, r.actor
        """;

    public async Task<IReadOnlyList<KeptMark>> MarksWithoutMessage(ChatKey chat) =>
        await database.Query(new(SelectMarksWithoutMessage, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value)), Mark);

    private const string SelectSessions = """
        select id, chat_id, status, resolved_by, started_at, resolved_at, grace_deadline, taken_over_by, taken_over_at, conversation_id, message_count, created_at, updated_at
        from sessions
        where tenant_id = @tenant and chat_id = @chat and (started_at > @at or (started_at = @at and number > (select number from sessions where tenant_id = @tenant and id = @id)))
        order by started_at, number
        limit @limit
        """;

    public async Task<IReadOnlyList<SessionRow>> Sessions(ChatKey chat, SessionRow? after, int limit) => await database.Query(
        new(
            SelectSessions, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("at", after?.StartedAt ?? DateTimeOffset.UnixEpoch),
            ("id", after?.Id.Value ?? Guid.Empty), ("limit", limit)),
        row => DashboardRows.ReadSession(row, 0));

    private const string SelectTimeline = """
        select at, rule, cause, phase_before, phase_after, epoch, session_id, actor, detail, policy, seq
        from timeline
        where tenant_id = @tenant and chat_id = @chat and seq > @seq
        order by seq
        limit @limit
        """;

    public async Task<IReadOnlyList<KeptLine>> Timeline(ChatKey chat, long after, int limit) => await database.Query(
        new(SelectTimeline, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("seq", after), ("limit", limit)),
        row => new KeptLine(row.Number(10), TimelineStatements.Read(row)));

    private const string SelectEvents = """
        select id, kind, provider_message_id, received_at, body
        from inbox
        where tenant_id = @tenant and chat_id = @chat and id > @id and done_at is null
        order by id
        limit @limit
        """;

    public async Task<IReadOnlyList<KeptEvent>> UndecidedEvents(ChatKey chat, long after, int limit) => await database.Query(
        new(SelectEvents, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("id", after), ("limit", limit)),
        row => new KeptEvent(row.Number(0), row.Text(1), row.Text(2), row.Time(3), row.Bytes(4)));

    private const string SelectAliases = """
        select provider_chat_id from chat_aliases
        where tenant_id = @tenant and channel_id = @channel and chat_id = @chat
        order by provider_chat_id
        """;

    public async Task<IReadOnlyList<string>> Aliases(ChatKey chat) => await database.Query(
        new(SelectAliases, ("tenant", chat.Tenant.Value), ("channel", chat.Channel.Value), ("chat", chat.Chat.Value)), row => row.Text(0));

    private const string SelectBlacklisted = "select phone, created_at from blacklist where tenant_id = @tenant and match_key = @match_key";

    public Task<IReadOnlyList<BlacklistEntry>> Blacklist(TenantId tenant, IReadOnlyList<ContactChat> chats) => database.Read(async session =>
    {
        var entries = new List<BlacklistEntry>();
        foreach (var key in chats.Select(chat => chat.PhoneKey).Where(key => key.Length > 0).Distinct())
            entries.AddRange(await session.Query(new(SelectBlacklisted, ("tenant", tenant.Value), ("match_key", key)), row => new BlacklistEntry(row.Text(0), row.Time(1))));
        return (IReadOnlyList<BlacklistEntry>)entries;
    });

    private static ContactChat Chat(TenantId tenant, Row row) => new(
        new(tenant, new(row.Id(1)), new(row.Id(0))), row.Text(2), row.Text(3), new(row.Text(4), row.Text(5), row.Text(6)), row.Text(7), row.Flag(8), row.Number(9),
        row.TextOrNull(10), row.TimeOrNull(11), row.Text(12), row.Int(13), row.Time(14), row.Time(15));

    private static KeptMark Mark(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Time(4));
}
