using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Storage.Feed;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Channels;

internal sealed partial class ChannelStore(IDatabase database, SecretBox box, TimeProvider clock, ILogger<ChannelStore> log) : IChannelStore
{
    /// <summary>Of which it was said.</summary>
    private readonly ConcurrentDictionary<ChannelId, bool> _shut = new();

    private const string SelectByAccount = """
        select tenant_id, id, provider, account_id, status, phone, linked_at, has_migrated, secret, allows_live_send
        from channels
        where provider = @provider and account_id = @account and account_id <> '' and linked_at is not null
        """;

    public Task<ChannelAccount?> Find(string provider, string accountId) =>
        database.First(new(SelectByAccount, ("provider", provider), ("account", accountId)), Account);

    private const string SelectOne = """
        select tenant_id, id, provider, account_id, status, phone, linked_at, has_migrated, secret, allows_live_send
        from channels
        where tenant_id = @tenant and id = @channel
        """;

    public Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel) =>
        database.First(new(SelectOne, ("tenant", tenant.Value), ("channel", channel.Value)), Account);

    private const string SelectOfTenant = """
        select tenant_id, id, provider, account_id, status, phone, linked_at, has_migrated, secret, allows_live_send
        from channels
        where tenant_id = @tenant
        order by id
        """;

    public async Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant) => await database.Query(new(SelectOfTenant, ("tenant", tenant.Value)), Account);

    // No token at the account that has one: nobody took it away, this process cannot open it.
    private const string Upsert = """
        insert into channels (tenant_id, id, provider, account_id, status, phone, linked_at, has_migrated, secret, allows_live_send)
        values (@tenant, @channel, @provider, @account, @status, @phone, @linked_at, @has_migrated, @secret, @allows_live_send)
        on conflict (tenant_id, id) do update set
          provider = excluded.provider, account_id = excluded.account_id, status = excluded.status, phone = excluded.phone,
          linked_at = excluded.linked_at, has_migrated = excluded.has_migrated,
          secret = case when length(excluded.secret) = 0 and excluded.account_id <> '' and excluded.account_id = channels.account_id then channels.secret else excluded.secret end,
          allows_live_send = excluded.allows_live_send
        """;

    public async Task<bool> Save(ChannelAccount account)
    {
        try
        {
            return await database.Write(async session =>
            {
                await session.ExecuteAll([Upserted(account), FeedStatements.OfConnection(account, clock.GetUtcNow())]);
                return true;
            });
        }
        catch (Exception cause) when (database.IsDuplicate(cause))
        {
            return false;
        }
    }

    private Statement Upserted(ChannelAccount account) => new(
        Upsert,
        ("tenant", account.Tenant.Value),
        ("channel", account.Channel.Value),
        ("provider", account.Provider),
        ("account", account.AccountId),
        ("status", account.Status.Word()),
        ("phone", account.Phone),
        ("linked_at", account.LinkedAt),
        ("has_migrated", account.HasMigrated),
        ("secret", new ReadOnlyMemory<byte>(box.Seal(account.Secret))),
        ("allows_live_send", account.AllowsLiveSend));

    private const string SelectAlias = """
        select chat_id from chat_aliases
        where tenant_id = @tenant and channel_id = @channel and provider_chat_id = @provider_chat_id
        """;

    public Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId) =>
        Chat(new(SelectAlias, ("tenant", tenant.Value), ("channel", channel.Value), ("provider_chat_id", providerChatId)));

    private const string SelectChatWith = """
        select id from chats
        where tenant_id = @tenant and channel_id = @channel
          and ((contact_address <> '' and contact_address = @address) or (phone_key <> '' and phone_key = @phone_key))
        order by last_message_at desc nulls last, created_at desc
        limit 1
        """;

    public Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey) =>
        Chat(new(SelectChatWith, ("tenant", tenant.Value), ("channel", channel.Value), ("address", contactAddress), ("phone_key", phoneMatchKey)));

    private const string UpsertAlias = """
        insert into chat_aliases (tenant_id, channel_id, provider_chat_id, chat_id)
        values (@tenant, @channel, @provider_chat_id, @chat)
        on conflict (tenant_id, channel_id, provider_chat_id) do update set chat_id = excluded.chat_id
        """;

    public Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat) =>
        database.Execute(new(UpsertAlias, ("tenant", tenant.Value), ("channel", channel.Value), ("provider_chat_id", providerChatId), ("chat", chat.Value)));

    private async Task<ChatId?> Chat(Statement statement) => await database.Query(statement, row => new ChatId(row.Id(0))) is [var chat, ..] ? chat : null;

    private const string SelectCursor = "select poll_cursor from channels where tenant_id = @tenant and id = @channel";

    public async Task<string> PollCursor(TenantId tenant, ChannelId channel) =>
        await database.Query(new(SelectCursor, ("tenant", tenant.Value), ("channel", channel.Value)), row => row.Text(0)) is [var cursor, ..] ? cursor : "";

    private const string UpdateCursor = "update channels set poll_cursor = @cursor where tenant_id = @tenant and id = @channel";

    public Task SavePollCursor(TenantId tenant, ChannelId channel, string cursor) =>
        database.Execute(new(UpdateCursor, ("tenant", tenant.Value), ("channel", channel.Value), ("cursor", cursor)));

    private ChannelAccount Account(Row row) => new(
        new(row.Id(0)), new(row.Id(1)), row.Text(2), row.Text(3), row.Word<ChannelStatus>(4), row.Text(5), row.TimeOrNull(6), row.Flag(7))
    {
        Secret = row.IsNull(8) ? "" : Opened(new(row.Id(1)), row.Bytes(8)),
        AllowsLiveSend = row.IsNull(9) ? null : row.Flag(9),
    };

    private string Opened(ChannelId channel, byte[] sealedSecret)
    {
        if (box.Open(sealedSecret) is { } secret) return secret;
        if (_shut.TryAdd(channel, true)) LogShut(channel);
        return "";
    }

    [LoggerMessage(EventId = 4110, Level = LogLevel.Error,
        Message = "The token of channel {ChannelId} was sealed under another Jwt__SigningKey and cannot be read; nothing is sent with it until that key is back or the number is linked anew")]
    private partial void LogShut(ChannelId channelId);
}
