using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>What was looked up a moment ago: a burst of webhooks asks once.</summary>
internal sealed class Remembered<TKey, TValue>(TimeProvider clock) where TKey : notnull
{
    private const int MostEntries = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset Until)> _entries = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isKnown = _entries.TryGetValue(key, out var entry) && entry.Until > clock.GetUtcNow();
        value = entry.Value;
        return isKnown;
    }

    public void Add(TKey key, TValue value, TimeSpan knownFor)
    {
        // Strangers can make up what is looked for; starting over costs a few look-ups.
        if (_entries.Count >= MostEntries) _entries.Clear();
        _entries[key] = (value, clock.GetUtcNow() + knownFor);
    }
}
