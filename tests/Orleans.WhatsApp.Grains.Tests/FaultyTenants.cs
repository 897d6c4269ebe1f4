using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Grains;

/// <summary>The real store of the tenants, which may not answer for a while, or loses its answers.</summary>
public sealed class FaultyTenants(ITenantStore store, Func<bool> isAway, Func<string?> losesAnswerTo) : ITenantStore
{
    public Task<TenantSettings?> Load(TenantId tenant) => isAway() ? throw new IOException("The tenants cannot be read.") : store.Load(tenant);

    public Task Create(TenantId tenant, string name, DateTimeOffset now) => store.Create(tenant, name, now);

    public async Task SaveConfig(TenantId tenant, TenantConfig config)
    {
        await store.SaveConfig(tenant, config);
        if (losesAnswerTo() == nameof(SaveConfig)) throw new IOException("The connection broke after the commit.");
    }

    public Task SetActive(TenantId tenant, bool isActive) => store.SetActive(tenant, isActive);

    public Task SetFeatures(TenantId tenant, IReadOnlyList<string> features) => store.SetFeatures(tenant, features);

    public Task SaveAgent(TenantId tenant, Agent agent, DateTimeOffset now) => store.SaveAgent(tenant, agent, now);

    public async Task<bool> DeleteAgent(TenantId tenant, AgentId agent)
    {
        var isDeleted = await store.DeleteAgent(tenant, agent);
        return losesAnswerTo() == nameof(DeleteAgent) ? throw new IOException("The connection broke after the commit.") : isDeleted;
    }

    public Task AddToBlacklist(TenantId tenant, string phone, string matchKey, DateTimeOffset now) => store.AddToBlacklist(tenant, phone, matchKey, now);

    public Task RemoveFromBlacklist(TenantId tenant, string matchKey) => store.RemoveFromBlacklist(tenant, matchKey);

    public Task Ignore(TenantId tenant, string phone, string matchKey, DateTimeOffset now) => store.Ignore(tenant, phone, matchKey, now);

    public Task StopIgnoring(TenantId tenant, string matchKey) => store.StopIgnoring(tenant, matchKey);

    public Task<IReadOnlyList<ChatKey>> ChatsOf(TenantId tenant, string phoneMatchKey) => store.ChatsOf(tenant, phoneMatchKey);

    public Task<IReadOnlyList<ChatKey>> ChatsWithSession(TenantId tenant) => store.ChatsWithSession(tenant);

    public Task<IReadOnlyList<ChatKey>> ChatsWithSession(TenantId tenant, string phoneMatchKey) => store.ChatsWithSession(tenant, phoneMatchKey);

    public Task<IReadOnlyList<TenantId>> All() => store.All();
}
