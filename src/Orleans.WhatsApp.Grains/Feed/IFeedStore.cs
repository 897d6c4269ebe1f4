using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Feed;

/// <summary>
/// What has changed, for those who watch: one feed per tenant, numbered 1, 2, 3 … without a gap. The changes themselves are stored by the commits that make them;
/// their numbers are given afterwards, so an event that can be read has none before it that could still appear.
/// </summary>
public interface IFeedStore
{
    /// <summary>Gives the tenant's committed changes their numbers; returns the last number there is. Run twice at once, it does no harm.</summary>
    Task<long> Number(TenantId tenant);

    /// <summary>The last number given; 0 if none was.</summary>
    Task<long> Last(TenantId tenant);

    /// <summary>What follows a number, in order. Where the first one is not the next number, what lay between is not kept any more.</summary>
    Task<IReadOnlyList<FeedEvent>> After(TenantId tenant, long number, int limit);

    /// <summary>Tenants with changes that were made before the given time and still have no number.</summary>
    Task<IReadOnlyList<TenantId>> TenantsWithChanges(DateTimeOffset before, int limit);
}

public enum FeedKind
{
    Chat,
    Settings,
    Connection,
}

/// <summary>That something changed, and just enough to tell what to read anew.</summary>
/// <param name="Subject">The chat, or the channel; null for settings.</param>
/// <param name="What">Short words: for a chat new, message, status, session, mode, attention, contact; or gone.</param>
/// <param name="Mode">Of a chat: ai, human or closed; else empty, and empty when it is gone.</param>
/// <param name="Status">Of a chat's session: waiting or idle; of a connection its status; else empty.</param>
public sealed record FeedEvent(long Number, DateTimeOffset At, FeedKind Kind, Guid? Subject, IReadOnlyList<string> What, string Mode, string Status, long Epoch);
