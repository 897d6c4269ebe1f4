using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Import;

/// <summary>A grain's commit as far as an import is one: the same rows, with the times that the other system gave them.</summary>
internal static class ChatImportStatements
{
    private const string SelectStored = """
        select
          c.version, (select count(*) from timeline t where t.tenant_id = c.tenant_id and t.chat_id = c.id and t.rule = @rule),
          c.message_count, (select count(*) from messages m where m.tenant_id = c.tenant_id and m.chat_id = c.id),
          (select count(*) from sessions s where s.tenant_id = c.tenant_id and s.chat_id = c.id)
        from chats c
        where c.tenant_id = @tenant and c.id = @chat
        """;

    public static Statement Look(ChatKey chat) => new(SelectStored, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("rule", ImportStore.Rule));

    private const string SelectErased = "select 1 from erased_chats where tenant_id = @tenant and chat_id = @chat";

    public static Statement IsErased(ChatKey chat) => new(SelectErased, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value));

    private const string SelectIds = """
        select id from messages where tenant_id = @tenant and chat_id = @chat
        union all
        select id from sessions where tenant_id = @tenant and chat_id = @chat
        """;

    public static Statement KnownIds(ChatKey chat) => new(SelectIds, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value));

    private const string DateChat = "update chats set created_at = @created_at, updated_at = @updated_at where tenant_id = @tenant and id = @id";
    private const string DateSession = "update sessions set created_at = @created_at, updated_at = @updated_at where tenant_id = @tenant and id = @id";

    // A number that is linked again may come with another account, and then events are looked up; what was called so keeps its chat.
    private const string InsertAlias = """
        insert into chat_aliases (tenant_id, channel_id, provider_chat_id, chat_id)
        values (@tenant, @channel, @provider_chat_id, @chat)
        on conflict do nothing
        """;

    public static IEnumerable<Statement> Of(ChatCommit commit, ImportedChat chat, DateTimeOffset now)
    {
        var key = commit.Chat;
        foreach (var statement in CommitStatements.OfChatRow(commit, now)) yield return statement;
        yield return Dated(DateChat, key.Tenant, key.Chat.Value, chat.CreatedAt, chat.UpdatedAt);
        yield return new(
            InsertAlias, ("tenant", key.Tenant.Value), ("channel", key.Channel.Value), ("provider_chat_id", commit.State.ProviderChatId), ("chat", key.Chat.Value));
        foreach (var (session, createdAt, updatedAt) in chat.Sessions)
        {
            yield return SessionStatements.Save(key, session, now);
            yield return Dated(DateSession, key.Tenant, session.Id.Value, createdAt, updatedAt);
        }

        foreach (var message in chat.Messages) yield return MessageStatements.Insert(key, message, now);
        foreach (var entry in commit.Timeline) yield return TimelineStatements.Add(key, entry);
    }

    private const string UpdateState = "update chats set state = @state, message_count = @message_count where tenant_id = @tenant and id = @chat";

    public static IReadOnlyList<Statement> Correct(ChatState state, int missing) =>
    [
        new(
            UpdateState, ("tenant", state.Key.Tenant.Value), ("chat", state.Key.Chat.Value), ("message_count", state.MessageCount),
            ("state", ChatStateJson.Write(state).AsMemory())),
        CountChange.OfMessages(state.Key, missing),
    ];

    private static Statement Dated(string sql, TenantId tenant, Guid id, DateTimeOffset createdAt, DateTimeOffset updatedAt) =>
        new(sql, ("tenant", tenant.Value), ("id", id), ("created_at", createdAt), ("updated_at", updatedAt));
}
