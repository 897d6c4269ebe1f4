using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>Each number's access token, remembered for a moment: its own, or else the installation's.</summary>
internal sealed partial class MetaTokens(IChannelStore store, IOptionsMonitor<MetaOptions> options, TimeProvider clock, ILogger<MetaTokens> log)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _own = new();

    /// <summary>Empty if there is none; null if it cannot be found out now.</summary>
    public async Task<string?> Of(string account)
    {
        var now = clock.GetUtcNow();
        if (!_own.TryGetValue(account, out var known) || known.Until <= now)
        {
            try
            {
                known = ((await store.Find(MetaChannel.Name, account))?.Secret ?? "", now + KnownFor);
            }
            catch (Exception cause)
            {
                // Nothing has been asked of Meta yet: whoever wanted the token can come again.
                LogNotFound(cause, account);
                return null;
            }

            if (_own.Count >= MostEntries) _own.Clear();
            _own[account] = known;
        }

        return known.Token.Or(options.CurrentValue.AccessToken);
    }

    /// <summary>A new one was given.</summary>
    public void Forget(string account) => _own.TryRemove(account, out _);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Warning, Message = "The token of account {AccountId} could not be read")]
    private partial void LogNotFound(Exception cause, string accountId);
}
