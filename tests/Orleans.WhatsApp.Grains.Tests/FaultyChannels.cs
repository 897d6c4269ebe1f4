using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Grains;

/// <summary>The real store of the channels; saving can be made to wait or to fail.</summary>
public sealed class FaultyChannels(IChannelStore store) : IChannelStore
{
    /// <summary>Comes before each save.</summary>
    public Func<ChannelAccount, Task> BeforeSave { get; set; } = _ => Task.CompletedTask;

    public Task<ChannelAccount?> Find(string provider, string accountId) => store.Find(provider, accountId);

    public Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel) => store.Load(tenant, channel);

    public Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant) => store.OfTenant(tenant);

    public async Task<bool> Save(ChannelAccount account)
    {
        await BeforeSave(account);
        return await store.Save(account);
    }

    public Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId) => store.Alias(tenant, channel, providerChatId);

    public Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey) => store.ChatWith(tenant, channel, contactAddress, phoneMatchKey);

    public Task<string> PollCursor(TenantId tenant, ChannelId channel) => store.PollCursor(tenant, channel);

    public Task SavePollCursor(TenantId tenant, ChannelId channel, string cursor) => store.SavePollCursor(tenant, channel, cursor);

    public Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat) => store.SaveAlias(tenant, channel, providerChatId, chat);
}
