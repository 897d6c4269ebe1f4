using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Tenants;

/// <summary>Tenants, their settings, agents, blacklist and ignored numbers. Written only by the tenant's grain.</summary>
public interface ITenantStore
{
    Task<TenantSettings?> Load(TenantId tenant);

    /// <summary>Makes the tenant if it is not there yet; a tenant that exists is left as it is.</summary>
    Task Create(TenantId tenant, string name, DateTimeOffset now);

    Task SaveConfig(TenantId tenant, TenantConfig config);

    Task SetActive(TenantId tenant, bool isActive);

    Task SetFeatures(TenantId tenant, IReadOnlyList<string> features);

    Task SaveAgent(TenantId tenant, Agent agent, DateTimeOffset now);

    /// <summary>False if the tenant has no such agent.</summary>
    Task<bool> DeleteAgent(TenantId tenant, AgentId agent);

    /// <param name="phone">As entered; the match key is kept beside it.</param>
    Task AddToBlacklist(TenantId tenant, string phone, string matchKey, DateTimeOffset now);

    Task RemoveFromBlacklist(TenantId tenant, string matchKey);

    /// <param name="phone">As entered; the match key is kept beside it.</param>
    Task Ignore(TenantId tenant, string phone, string matchKey, DateTimeOffset now);

    Task StopIgnoring(TenantId tenant, string matchKey);

    /// <summary>Chats of the tenant with this contact, on all channels.</summary>
    Task<IReadOnlyList<ChatKey>> ChatsOf(TenantId tenant, string phoneMatchKey);

    /// <summary>Chats of the tenant that have a session, waiting or active.</summary>
    Task<IReadOnlyList<ChatKey>> ChatsWithSession(TenantId tenant);

    /// <summary>Chats of the tenant with this contact that have a session.</summary>
    Task<IReadOnlyList<ChatKey>> ChatsWithSession(TenantId tenant, string phoneMatchKey);

    Task<IReadOnlyList<TenantId>> All();
}

/// <summary>Who answers for the AI.</summary>
/// <param name="ExternalId">The provider's id of it (ElevenLabs agent id).</param>
public sealed record Agent(AgentId Id, string Name, string ExternalId, bool IsActive);

public sealed record ListedNumber(string Phone, string MatchKey);

/// <summary>What a tenant's admin sets.</summary>
/// <param name="Agent">Who answers for the AI; null for nobody.</param>
public sealed record TenantConfig(AgentId? Agent, TimeSpan GracePeriod)
{
    /// <summary>Messages that are older go; null keeps them for ever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>IANA name of the zone in which people read times.</summary>
    public string TimeZone { get; init; } = "UTC";
}

public sealed record TenantSettings(TenantId Id, string Name, bool IsActive, ImmutableArray<string> Features, TenantConfig Config, ImmutableArray<Agent> Agents, ImmutableArray<ListedNumber> Blacklist)
{
    /// <summary>Whose messages are neither answered nor kept; the blacklist's are kept.</summary>
    public ImmutableArray<ListedNumber> Ignored { get; init; } = [];

    public const string WhatsAppAgentFeature = "whatsapp_agent";

    public AgentId? AgentId => Config.Agent;

    public TimeSpan GracePeriod => Config.GracePeriod;

    public bool HasWhatsAppAgent => Features.Contains(WhatsAppAgentFeature);

    /// <summary>The configured agent if it is there and active.</summary>
    public Agent? UsableAgent => Agents.FirstOrDefault(agent => agent.Id == AgentId && agent.IsActive);
}
