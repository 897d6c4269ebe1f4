using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Storage.Import;

/// <summary>
/// Takes over what another system has stored (docs/decisions/015). Adds, and overwrites nothing: what is there is left as it is, and a chat that a grain has
/// written to since is left alone altogether. Nothing that is written here wakes anybody or is ever sent.
/// </summary>
public interface IImportStore
{
    Task<bool> HasTenant(TenantId tenant);

    /// <summary>A tenant with all that belongs to it, in one transaction; of a tenant that is there already, the agents that are missing.</summary>
    /// <param name="keep">False does everything and takes it back.</param>
    Task<TenantOutcome> Put(ImportedTenant tenant, bool keep);

    /// <summary>Each chat with its sessions and messages, whole or not at all; several in one transaction.</summary>
    /// <param name="keep">False does everything and takes it back.</param>
    Task<IReadOnlyList<ChatOutcome>> Put(IReadOnlyList<ImportedChat> chats, bool keep);
}

/// <param name="Settings">Null for a tenant that is not itself imported now; its agents are added if it is there.</param>
public sealed record ImportedTenant(TenantId Id, ImportedSettings? Settings, ImmutableArray<ImportedAgent> Agents);

/// <param name="Channel">Not linked yet: an admin's <c>connect</c> does that.</param>
public sealed record ImportedSettings(
    string Name, bool IsActive, ImmutableArray<string> Features, AgentId? Agent, TimeSpan GracePeriod, ImmutableArray<ListedNumber> Blacklist,
    ChannelAccount Channel, DateTimeOffset CreatedAt);

public sealed record ImportedAgent(Agent Agent, DateTimeOffset CreatedAt);

/// <param name="IsThere">False if there is no such tenant; nothing was written then.</param>
/// <param name="IsNew">It was not there before.</param>
/// <param name="AccountIsTaken">Another tenant has the channel's account, so the channel came without one.</param>
public sealed record TenantOutcome(bool IsThere, bool IsNew, IReadOnlySet<AgentId> AgentsThatWereThere, bool AccountIsTaken);

/// <param name="State">Without a session: an imported chat has no deadline.</param>
public sealed record ImportedChat(
    ChatState State, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, ImmutableArray<ImportedSession> Sessions, ImmutableArray<ChatMessage> Messages);

public sealed record ImportedSession(Session Session, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

public enum ChatFate
{
    New,

    /// <summary>Imported before and not written to since; sessions and messages that were missing have been added.</summary>
    WasThere,

    /// <summary>Imported before, and in use here since.</summary>
    MovedOn,

    /// <summary>Began here and not by an import.</summary>
    NotImported,

    /// <summary>Erased here: what went does not come back.</summary>
    Erased,
}

/// <param name="WereThere">The ids of the chat's sessions and messages that were there before.</param>
/// <param name="Refused">Messages whose provider's id another chat of the channel has.</param>
public sealed record ChatOutcome(ChatFate Fate, IReadOnlySet<Guid> WereThere, IReadOnlySet<Guid> Refused)
{
    public bool IsLeftAlone => Fate is ChatFate.MovedOn or ChatFate.NotImported or ChatFate.Erased;
}
