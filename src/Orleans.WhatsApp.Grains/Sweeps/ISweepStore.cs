using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>What the sweeps look for, per shard, oldest first. A chat's shard is <see cref="NameBasedId.Shard"/> of its id over <see cref="Shards"/>.</summary>
public interface ISweepStore
{
    /// <summary>Never changes: it is a stored column.</summary>
    const int Shards = 16;

    /// <summary>To count 100,000 events takes PostgreSQL a quarter of a second, in the time of those who decide them. How old the oldest is says more.</summary>
    const int MostUndoneCounted = 10_000;

    /// <summary>Chats whose deadline has come, and came after the other time, if one is given.</summary>
    Task<IReadOnlyList<DueChat>> DueChats(int shard, DateTimeOffset now, int limit, DateTimeOffset? after = null);

    /// <summary>
    /// Chats that the agent holds and whose next deadline comes before the given time: every chat whose agent owes an answer, and some others besides.
    /// </summary>
    Task<IReadOnlyList<ChatKey>> ChatsThatMayWaitForTheAgent(int shard, DateTimeOffset dueBefore, int limit);

    /// <summary>Chats with inbox rows that arrived before the given time and are still undone.</summary>
    Task<IReadOnlyList<ChatKey>> ChatsWithUndoneInbox(int shard, DateTimeOffset receivedBefore, int limit);

    /// <summary>Chats with sends ready since before the given time, not delayed, on a channel that is OK, of a tenant that is active.</summary>
    Task<IReadOnlyList<ChatKey>> ChatsWithReadySends(int shard, DateTimeOffset now, DateTimeOffset readyBefore, int limit);

    /// <summary>Chats with sends claimed by a process that is proven gone, or by any before the given time.</summary>
    Task<IReadOnlyList<ChatKey>> ChatsWithOrphanedSends(int shard, DateTimeOffset claimedBefore, int limit);

    /// <summary>What waits and since when, over all shards.</summary>
    Task<Backlog> Backlog(DateTimeOffset now);
}

/// <param name="At">Its next deadline.</param>
public sealed record DueChat(ChatKey Chat, DateTimeOffset At);

/// <param name="UndoneInboxRows">At most <see cref="ISweepStore.MostUndoneCounted"/>, if there are more.</param>
public sealed record Backlog(long OverdueDeadlines, DateTimeOffset? OldestDeadline, long UndoneInboxRows, DateTimeOffset? OldestInboxRow, long OpenSends, DateTimeOffset? OldestReadySend)
{
    /// <summary>Events that failed five times and wait for somebody to look at them.</summary>
    public long SetAsideInboxRows { get; init; }
}
