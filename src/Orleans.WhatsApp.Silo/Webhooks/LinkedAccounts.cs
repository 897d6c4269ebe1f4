using System.Collections.Concurrent;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Which channel an account stands for, remembered for a moment: a burst of webhooks asks the database once.</summary>
internal sealed class LinkedAccounts(IChannelStore store, TimeProvider clock)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Provider, string AccountId), (ChannelAccount? Account, DateTimeOffset Until)> _entries = new();

    public async Task<ChannelAccount?> Find(string provider, string accountId) =>
        _entries.TryGetValue((provider, accountId), out var entry) && entry.Until > clock.GetUtcNow()
            ? entry.Account
            : await FindNow(provider, accountId);

    /// <summary>Past what is remembered.</summary>
    public async Task<ChannelAccount?> FindNow(string provider, string accountId)
    {
        var account = accountId.Length == 0 ? null : await store.Find(provider, accountId);
        // Strangers can make up account ids; starting over costs a few look-ups.
        if (_entries.Count >= MostEntries) _entries.Clear();
        _entries[(provider, accountId)] = (account, clock.GetUtcNow() + (account is null ? UnknownFor : KnownFor));
        return account;
    }
}
