namespace Orleans.WhatsApp.Storage.Upkeep;

/// <summary>Slow housework, to be called now and then by one process (a few times an hour is plenty). Nothing depends on it but size and speed.</summary>
public interface IStorageUpkeep
{
    /// <summary>
    /// Folds counters, drops digests of erased chats' last texts, expired tokens, tickets and invitations, forgotten sign-in failures, feed events that nobody is refilled with any more, and by what
    /// events are known that were received before the given time; returns how many of these went.
    /// </summary>
    /// <param name="receivedBefore">Providers repeat events for days: a row that is gone no longer tells a repetition apart.</param>
    Task<int> Tidy(DateTimeOffset now, DateTimeOffset receivedBefore);

    /// <summary>
    /// Nothing of what was deleted is left in the embedded database's files: its log holds earlier pages until it is written over. PostgreSQL's own vacuum does
    /// that there.
    /// </summary>
    Task Scrub();
}
