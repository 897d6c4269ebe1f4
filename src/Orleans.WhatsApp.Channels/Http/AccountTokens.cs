using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels;

/// <summary>The token by which each account of one provider is reached: its own, remembered for a moment, else the installation's.</summary>
internal abstract partial class AccountTokens(string provider, IChannelStore store, TimeProvider clock, ILogger log)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _own = new();

    /// <summary>For accounts without a token of their own; empty if there is none.</summary>
    public abstract string Installation { get; }

    /// <summary>Empty if there is none; null if it cannot be found out now.</summary>
    public async Task<string?> Of(string account)
    {
        var now = clock.GetUtcNow();
        if (!_own.TryGetValue(account, out var known) || known.Until <= now)
        {
            try
            {
                known = ((await store.Find(provider, account))?.Secret ?? "", now + KnownFor);
            }
            catch (Exception cause)
            {
                // Nothing has been asked of the provider yet: whoever wanted the token can come again.
                LogNotFound(cause, provider, account);
                return null;
            }

            if (_own.Count >= MostEntries) _own.Clear();
            _own[account] = known;
        }

        return known.Token.Or(Installation);
    }

    /// <summary>Another one may stand there in a moment.</summary>
    public void Forget(string account) => _own.TryRemove(account, out _);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Warning, Message = "The token of {Provider} account {AccountId} could not be read")]
    private partial void LogNotFound(Exception cause, string provider, string accountId);
}
