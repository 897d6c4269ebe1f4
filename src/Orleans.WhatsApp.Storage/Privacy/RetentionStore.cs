using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Chats;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Privacy;

internal sealed class RetentionStore(IDatabase database, IMediaStore media) : IRetentionStore
{
    /// <summary>Messages of one chat that go in one transaction.</summary>
    private const int AtOnce = 500;

    private const string SelectTenants = "select id, retention_days from tenants where retention_days is not null order by id";

    public async Task<IReadOnlyList<TenantRetention>> Tenants() =>
        await database.Query(new(SelectTenants), row => new TenantRetention(new(row.Id(0)), row.Int(1)));

    // What a running session and an open send still need: the session's context, the text that is looked for at the provider, the row whose status follows.
    private const string MayGo = """
        m.at < @before
          and not exists (select 1 from chats c where c.tenant_id = m.tenant_id and c.id = m.chat_id and c.session_id = m.session_id)
          and not exists (
            select 1 from outbox o
            where o.tenant_id = m.tenant_id and o.intent_id = m.intent_id and o.status in ('ready', 'claimed', 'unknown', 'accepted_unnamed'))
        """;

    private const string SelectChats = $"""
        select distinct channel_id, chat_id
        from (select m.channel_id, m.chat_id from messages m where m.tenant_id = @tenant and {MayGo} order by m.at limit @limit) as old
        """;

    private const string DeleteMarks = """
        delete from message_marks where (tenant_id, channel_id, provider_message_id, kind, actor) in (
          select tenant_id, channel_id, provider_message_id, kind, actor from message_marks where tenant_id = @tenant and at < @before order by at limit @limit)
        """;

    private const string DeleteSessions = """
        delete from sessions where (tenant_id, id) in (
          select tenant_id, id from sessions where tenant_id = @tenant and resolved_at < @before order by resolved_at limit @limit)
        """;

    private const string DeleteTimeline = "delete from timeline where seq in (select seq from timeline where tenant_id = @tenant and at < @before order by at limit @limit)";

    private const string DeleteEvents = """
        delete from inbox where id in (select id from inbox where tenant_id = @tenant and set_aside_at < @before limit @limit)
        """;

    public async Task<int> RemoveSome(TenantId tenant, DateTimeOffset before, int limit)
    {
        Arg[] args = [("tenant", tenant.Value), ("before", before), ("limit", limit)];
        var removed = 0;
        foreach (var chat in await database.Query(new(SelectChats, args), row => new ChatKey(tenant, new(row.Id(0)), new(row.Id(1)))))
            removed += await RemoveMessages(chat, before);
        foreach (var sql in (string[])[DeleteMarks, DeleteSessions, DeleteTimeline, DeleteEvents]) removed += await database.Execute(new(sql, args));
        // A repetition of what is forgotten is told by its age.
        return removed + await database.Execute(InboxStatements.Forget(tenant, before, limit));
    }

    // Held first, as every commit does it, so that two processes do not count the same messages.
    private const string HoldChat = "update chats set messages_removed = messages_removed where tenant_id = @tenant and id = @chat";

    private const string SelectMessages = $"""
        select m.seq, m.id, m.attachments, m.content, m.provider_message_id, m.intent_id, m.sender <> 'ai' or m.status in ('accepted', 'delivered', 'read', 'played')
        from messages m
        where m.tenant_id = @tenant and m.chat_id = @chat and {MayGo}
        order by m.at, m.seq
        limit @limit
        """;

    private const string DeleteMarksOf = "delete from message_marks where tenant_id = @tenant and channel_id = @channel and provider_message_id = @provider_message_id";
    private const string DeleteSendOf = "delete from outbox where tenant_id = @tenant and intent_id = @intent";
    private const string DeleteMessage = "delete from messages where seq = @seq";
    private const string CountRemoved = "update chats set messages_removed = messages_removed + @removed where tenant_id = @tenant and id = @chat";

    private async Task<int> RemoveMessages(ChatKey chat, DateTimeOffset before)
    {
        var old = new Statement(SelectMessages, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("before", before), ("limit", AtOnce));
        var files = await database.Query(
            old, row => (Seq: row.Number(0), Keys: MessageFiles.Of(chat, new(row.Id(1)), ChatStateJson.ReadAttachments(row.Text(2)), row.TextOrNull(3))));
        // Before their rows: a file that nobody knows of any more would stay for ever. And outside the transaction, which a store's answer would hold up.
        foreach (var file in files.SelectMany(one => one.Keys)) await media.Delete(file, CancellationToken.None);

        var withoutFiles = files.Select(one => one.Seq).ToHashSet();
        return await database.Write(session => RemoveRows(session, chat, old, withoutFiles));
    }

    private static async ValueTask<int> RemoveRows(ISqlSession session, ChatKey chat, Statement old, HashSet<long> withoutFiles)
    {
        Arg tenant = ("tenant", chat.Tenant.Value);
        if (await session.Execute(new(HoldChat, tenant, ("chat", chat.Chat.Value))) == 0) return 0;

        var rows = await session.Query(old, row => (Seq: row.Number(0), ProviderId: row.TextOrNull(4), Intent: row.IdOrNull(5), IsCounted: row.Flag(6)));
        // Another silo may have been faster.
        var messages = rows.Where(row => withoutFiles.Contains(row.Seq)).ToList();
        if (messages.Count == 0) return 0;

        var counted = messages.Count(message => message.IsCounted);
        await session.ExecuteAll(
        [
            .. messages.Where(message => message.ProviderId is not null)
                .Select(message => new Statement(DeleteMarksOf, tenant, ("channel", chat.Channel.Value), ("provider_message_id", message.ProviderId))),
            .. messages.Where(message => message.Intent is not null).Select(message => new Statement(DeleteSendOf, tenant, ("intent", message.Intent))),
            .. messages.Select(message => new Statement(DeleteMessage, ("seq", message.Seq))),
            new(CountRemoved, tenant, ("chat", chat.Chat.Value), ("removed", counted)),
            CountChange.OfMessages(chat, counted),
        ]);
        return messages.Count;
    }

    private const string SelectSilent = """
        select c.channel_id, c.id
        from chats c
        where c.tenant_id = @tenant and (c.last_message_at < @since or (c.last_message_at is null and c.updated_at < @since)) and c.session_id is null
          and not exists (
            select 1 from outbox o
            where o.tenant_id = c.tenant_id and o.chat_id = c.id and o.status in ('ready', 'claimed', 'unknown', 'accepted_unnamed'))
        order by c.last_message_at
        limit @limit
        """;

    public async Task<IReadOnlyList<ChatKey>> SilentChats(TenantId tenant, DateTimeOffset since, int limit) => await database.Query(
        new(SelectSilent, ("tenant", tenant.Value), ("since", since), ("limit", limit)), row => new ChatKey(tenant, new(row.Id(0)), new(row.Id(1))));
}
