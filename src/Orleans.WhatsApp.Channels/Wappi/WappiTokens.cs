using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>The token by which a profile is reached: its own, remembered for a moment, else the installation's.</summary>
internal sealed partial class WappiTokens(IChannelStore store, IOptionsMonitor<WappiOptions> options, TimeProvider clock, ILogger<WappiTokens> log)
{
    public const string Provider = "wappi";

    private const int MostEntries = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (string Secret, DateTimeOffset Until)> _secrets = new();

    public string Installation => options.CurrentValue.Token;

    /// <summary>Empty if there is none; null if it cannot be found out now.</summary>
    public async Task<string?> Of(string profile)
    {
        if (_secrets.TryGetValue(profile, out var known) && known.Until > clock.GetUtcNow()) return known.Secret.Or(Installation);
        try
        {
            known = ((await store.Find(Provider, profile))?.Secret ?? "", clock.GetUtcNow() + KnownFor);
        }
        catch (Exception cause)
        {
            // Nothing has been asked of Wappi yet: whoever wanted the token can come again.
            LogNotFound(cause, profile);
            return null;
        }

        if (_secrets.Count >= MostEntries) _secrets.Clear();
        _secrets[profile] = known;
        return known.Secret.Or(Installation);
    }

    /// <summary>Another token may stand there in a moment.</summary>
    public void Forget(string profile) => _secrets.TryRemove(profile, out _);

    [LoggerMessage(EventId = 3046, Level = LogLevel.Warning, Message = "The token of Wappi profile {AccountId} could not be read")]
    private partial void LogNotFound(Exception cause, string accountId);
}
