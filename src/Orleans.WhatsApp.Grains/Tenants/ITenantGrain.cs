using Orleans.Concurrency;

namespace Orleans.WhatsApp.Grains.Tenants;

/// <summary>One tenant's settings, agents and blacklist. Key: the tenant's id in the "N" form. Their only writer.</summary>
[Alias("tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>What a decision about a chat with this contact needs to know.</summary>
    [AlwaysInterleave]
    [Alias("facts")]
    Task<TenantFacts> Facts(string contactPhoneKey);

    /// <summary>Sets what is given; the grace period is clamped to its range. Stable refusal codes: unknown_agent.</summary>
    /// <returns>Empty when done, else the refusal.</returns>
    [Alias("configure")]
    Task<string> Configure(ConfigChange change);

    /// <summary>Adds an agent (no id) or changes one. Returns null if the id is not one of the tenant's.</summary>
    [Alias("save-agent")]
    Task<AgentView?> SaveAgent(AgentView agent);

    /// <summary>False if the tenant has no such agent.</summary>
    [Alias("delete-agent")]
    Task<bool> DeleteAgent(Guid agent);

    /// <summary>False if the text holds no phone number.</summary>
    [Alias("blacklist")]
    Task<bool> Blacklist(string phone);

    [Alias("unblacklist")]
    Task<bool> Unblacklist(string phone);

    /// <summary>Messages of this number are neither answered nor shown from now on. False if the text holds no phone number.</summary>
    [Alias("ignore")]
    Task<bool> Ignore(string phone);

    [Alias("stop-ignoring")]
    Task<bool> StopIgnoring(string phone);

    [Alias("set-active")]
    Task SetActive(bool isActive);

    [Alias("set-features")]
    Task SetFeatures(IReadOnlyList<string> features);

    [AlwaysInterleave]
    [Alias("read")]
    Task<TenantView> Read();
}

/// <param name="AgentExternalId">The provider's id of the usable agent; empty if there is none.</param>
[GenerateSerializer, Alias("tenant-facts")]
public sealed record TenantFacts([property: Id(0)] bool IsOn, [property: Id(1)] string AgentExternalId, [property: Id(2)] TimeSpan GracePeriod, [property: Id(3)] bool ContactIsBlacklisted)
{
    /// <summary>Null keeps messages for ever.</summary>
    [Id(4)]
    public int? RetentionDays { get; init; }

    [Id(5)]
    public bool ContactIsIgnored { get; init; }
}

/// <param name="SetAgent">Whether <paramref name="Agent"/> is given at all; null then means none.</param>
[GenerateSerializer, Alias("config-change")]
public sealed record ConfigChange([property: Id(0)] bool SetAgent, [property: Id(1)] Guid? Agent, [property: Id(2)] TimeSpan? GracePeriod)
{
    /// <summary>Whether <see cref="RetentionDays"/> is given at all; null then keeps messages for ever.</summary>
    [Id(3)]
    public bool SetRetention { get; init; }

    /// <summary>1 to 3650.</summary>
    [Id(4)]
    public int? RetentionDays { get; init; }

    /// <summary>IANA name; null leaves it as it is.</summary>
    [Id(5)]
    public string? TimeZone { get; init; }
}

/// <param name="Id">Empty for a new agent.</param>
[GenerateSerializer, Alias("agent-view")]
public sealed record AgentView([property: Id(0)] Guid Id, [property: Id(1)] string Name, [property: Id(2)] string ElevenLabsAgentId, [property: Id(3)] bool IsActive);

[GenerateSerializer, Alias("tenant-view")]
public sealed record TenantView(
    [property: Id(0)] Guid Id, [property: Id(1)] string Name, [property: Id(2)] bool IsActive, [property: Id(3)] IReadOnlyList<string> Features,
    [property: Id(4)] Guid? Agent, [property: Id(5)] TimeSpan GracePeriod, [property: Id(6)] IReadOnlyList<AgentView> Agents, [property: Id(7)] IReadOnlyList<string> Blacklist)
{
    /// <summary>Null keeps messages for ever.</summary>
    [Id(8)]
    public int? RetentionDays { get; init; }

    /// <summary>IANA name; null in the view of a version that had none.</summary>
    [Id(9)]
    public string? TimeZone { get; init; }

    [Id(10)]
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
