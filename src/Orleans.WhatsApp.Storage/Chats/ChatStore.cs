using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

internal sealed class ChatStore(IDatabase database, TimeProvider clock) : IChatStore
{
    // One statement, so that state and outbox are of one moment.
    private const string Select = """
        select
          c.state, c.version, o.intent_id, o.status, o.claimed_by, o.claimed_at,
          e.until, e.epoch, e.sessions_started, e.turns_asked, e.intents_made, e.version, e.echoes
        from chats c
        left join erased_chats e on e.tenant_id = c.tenant_id and e.chat_id = c.id
        left join outbox o on o.tenant_id = c.tenant_id and o.chat_id = c.id and o.status in ('ready', 'claimed', 'unknown', 'accepted_unnamed')
        where c.tenant_id = @tenant and c.channel_id = @channel and c.id = @chat
        order by o.seq
        """;

    public async Task<StoredChat?> Load(ChatKey chat)
    {
        var rows = await database.Query(new(Select, ("tenant", chat.Tenant.Value), ("channel", chat.Channel.Value), ("chat", chat.Chat.Value)), row => new
        {
            State = row.Bytes(0),
            Version = row.Number(1),
            Erased = row.IsNull(6) ? null : Stayed(row, 6),
            Send = row.IsNull(2) ? null : new OutboxRow(new(row.Id(2)), row.Word<SendStatus>(3), row.TextOrNull(4), row.TimeOrNull(5)),
        });
        return rows is [var first, ..]
            ? new StoredChat(ChatStateJson.Read(first.State), first.Version, [.. rows.Select(row => row.Send).OfType<OutboxRow>()]) { Erased = first.Erased }
            : null;
    }

    private const string SelectErased = """
        select until, epoch, sessions_started, turns_asked, intents_made, version, echoes
        from erased_chats
        where tenant_id = @tenant and chat_id = @chat
        """;

    public Task<ErasedChat?> Erased(ChatKey chat) =>
        database.First(new(SelectErased, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value)), row => Stayed(row, 0));

    public async Task<ErasedRows> Erase(ChatErasure erasure)
    {
        try
        {
            return await database.Write(session => ErasureStatements.Run(session, erasure));
        }
        catch (NothingChangedException cause)
        {
            throw new ChatMovedOnException("The chat has moved on.", cause);
        }
    }

    private static ErasedChat Stayed(Row row, int first) => new(row.Time(first), row.Number(first + 1), row.Int(first + 2), row.Int(first + 3), row.Int(first + 4))
    {
        Version = row.Number(first + 5),
        Echoes = [.. row.Text(first + 6).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
    };

    public async Task<long> Commit(ChatCommit commit)
    {
        var statements = CommitStatements.Of(commit, clock.GetUtcNow());
        try
        {
            await database.Commit(statements);
            return commit.ExpectedVersion + 1;
        }
        catch (NothingChangedException cause)
        {
            throw new ChatMovedOnException("The chat has moved on.", cause);
        }
    }

    public Task<ClaimResult> Claim(ChatKey chat, IntentId intent, string incarnation, DateTimeOffset now) =>
        SendClaim.Run(database, chat, intent, incarnation, now);

    private const string SelectMessage = """
        select 1 from messages
        where tenant_id = @tenant and channel_id = @channel and provider_message_id = @provider_message_id
        """;

    private const string SelectAttachments = "select provider_message_id, text, attachments from messages where tenant_id = @tenant and chat_id = @chat and id = @id";

    public Task<StoredAttachments?> Attachments(ChatKey chat, MessageId message) => database.First(
        new(SelectAttachments, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("id", message.Value)),
        row => new StoredAttachments(row.TextOrNull(0) ?? "", row.Text(1), ChatStateJson.ReadAttachments(row.Text(2))));

    public async Task<bool> HasMessage(ChatKey chat, string providerMessageId) => (await database.Query(
        new(SelectMessage, ("tenant", chat.Tenant.Value), ("channel", chat.Channel.Value), ("provider_message_id", providerMessageId)),
        row => row.Number(0))).Count > 0;

    private const string SelectMessageById = "select 1 from messages where tenant_id = @tenant and id = @id";

    public async Task<bool> HasMessage(ChatKey chat, MessageId message) =>
        (await database.Query(new(SelectMessageById, ("tenant", chat.Tenant.Value), ("id", message.Value)), row => row.Number(0))).Count > 0;

    private const string SelectContext = """
        select id, sender, text, at
        from messages
        where tenant_id = @tenant and chat_id = @chat and session_id = @session and status not in ('withdrawn', 'failed')
        order by at desc, seq desc
        limit @limit
        """;

    public async Task<IReadOnlyList<ContextMessage>> Context(ChatKey chat, SessionId session, IReadOnlyCollection<MessageId> except, int limit)
    {
        var newestFirst = await database.Query(
            new(SelectContext, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("session", session.Value), ("limit", limit + except.Count)),
            row => (Id: new MessageId(row.Id(0)), Message: new ContextMessage(row.Word<Sender>(1), row.Text(2), row.Time(3))));
        return [.. newestFirst.Where(row => !except.Contains(row.Id)).Take(limit).Select(row => row.Message).Reverse()];
    }
}
