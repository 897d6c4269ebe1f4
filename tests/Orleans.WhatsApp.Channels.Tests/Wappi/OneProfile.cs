using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>The channel of the one profile that is linked, if any.</summary>
internal sealed class OneProfile : IChannelStore
{
    private ChannelAccount? account;

    public int Asked { get; private set; }

    public void Link(string profile, string secret, ChannelStatus status = ChannelStatus.Ok) =>
        account = new ChannelAccount(new(Guid.NewGuid()), new(Guid.NewGuid()), "wappi", profile, status, "", null, false) { Secret = secret };

    /// <summary>The database is away.</summary>
    public bool IsAway { get; set; }

    public Task<ChannelAccount?> Find(string provider, string accountId)
    {
        if (IsAway) throw new IOException("The database is away.");
        Asked++;
        return Task.FromResult(account is not null && account.Provider == provider && account.AccountId == accountId ? account : null);
    }

    public Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant) => throw new NotSupportedException();

    public Task<bool> Save(ChannelAccount account) => throw new NotSupportedException();

    public Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId) => throw new NotSupportedException();

    public Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey) => throw new NotSupportedException();

    public Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat) => throw new NotSupportedException();

    public Task<string> PollCursor(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

    public Task SavePollCursor(TenantId tenant, ChannelId channel, string cursor) => throw new NotSupportedException();
}
