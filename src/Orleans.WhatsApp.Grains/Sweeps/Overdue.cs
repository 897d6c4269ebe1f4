using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>
/// One shard's deadlines that an outage has left behind, a few at a time. A chat is under way until the database says that it has decided: it may live on any silo,
/// and what it is asking its provider is over only then.
/// </summary>
internal sealed class Overdue
{
    /// <summary>In all shards together 256: that many questions a provider and a small machine answer within the three seconds that each has.</summary>
    private const int MostUnderWay = 16;

    /// <summary>Within this, a chat that was woken has asked its provider or given that up.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ChatKey, DateTimeOffset> _underWay = [];

    public int UnderWay => _underWay.Count;

    /// <summary>Some wait for others.</summary>
    public bool IsLong { get; private set; }

    /// <summary>It could not even be told.</summary>
    public void Failed(ChatKey chat) => _underWay.Remove(chat);

    /// <summary>Nobody knows what those that were under way are doing.</summary>
    public void Forget() => _underWay.Clear();

    /// <param name="overdue">As many as there are, oldest first, up to a bound above <see cref="UnderWay"/>.</param>
    /// <param name="canBeWoken">Whether a chat is not to be left alone.</param>
    /// <returns>Those to be woken now, and those that have been under way for long enough and have not decided.</returns>
    public (IReadOnlyList<ChatKey> Next, IReadOnlyList<ChatKey> Over) Next(IReadOnlyList<ChatKey> overdue, Func<ChatKey, bool> canBeWoken, DateTimeOffset now)
    {
        var open = overdue.ToHashSet();
        foreach (var chat in _underWay.Keys.Where(chat => !open.Contains(chat)).ToList()) _underWay.Remove(chat);
        List<ChatKey> over = [.. _underWay.Where(one => (now - one.Value).Duration() > LongEnough).Select(one => one.Key)];
        foreach (var chat in over) _underWay.Remove(chat);

        List<ChatKey> waiting = [.. overdue.Where(chat => !_underWay.ContainsKey(chat) && !over.Contains(chat) && canBeWoken(chat))];
        List<ChatKey> next = [.. waiting.Take(MostUnderWay - _underWay.Count)];
        foreach (var chat in next) _underWay[chat] = now;
        IsLong = waiting.Count > next.Count;
        return (next, over);
    }
}
