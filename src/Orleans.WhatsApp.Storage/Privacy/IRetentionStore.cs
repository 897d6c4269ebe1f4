using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Privacy;

/// <summary>What tenants do not want to keep any longer, in small steps. Any process may take any step, several at once too.</summary>
public interface IRetentionStore
{
    /// <summary>Tenants that do not keep messages for ever.</summary>
    Task<IReadOnlyList<TenantRetention>> Tenants();

    /// <summary>
    /// Removes some of what is older: messages with their marks and settled sends, ended sessions, lines of the timeline, events that were decided. Messages of a
    /// running session and of open sends stay. Returns how many rows went; 0 when nothing is left to do.
    /// </summary>
    Task<int> RemoveSome(TenantId tenant, DateTimeOffset before, int limit);

    /// <summary>Chats without a session and without an open send in which nobody has written since, oldest first. Their grains erase them.</summary>
    Task<IReadOnlyList<ChatKey>> SilentChats(TenantId tenant, DateTimeOffset since, int limit);
}

public sealed record TenantRetention(TenantId Tenant, int Days);
