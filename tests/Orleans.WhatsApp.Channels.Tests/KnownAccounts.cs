using System.Collections.Concurrent;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests;

/// <summary>The accounts that are linked, with their secrets.</summary>
internal sealed class KnownAccounts : IChannelStore
{
    private readonly ConcurrentDictionary<(string Provider, string Id), ChannelAccount> accounts = new();

    /// <summary>The database is away.</summary>
    public bool IsAway { get; set; }

    public int Asked { get; private set; }

    public void Link(string provider, string id, string secret, ChannelStatus status = ChannelStatus.Ok) =>
        accounts[(provider, id)] = new ChannelAccount(new(Guid.NewGuid()), new(Guid.NewGuid()), provider, id, status, "", Recorded.ReceivedAt, false) { Secret = secret };

    public Task<ChannelAccount?> Find(string provider, string accountId)
    {
        Asked++;
        if (IsAway) throw new IOException("The database is away.");
        return Task.FromResult(accounts.GetValueOrDefault((provider, accountId)));
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
