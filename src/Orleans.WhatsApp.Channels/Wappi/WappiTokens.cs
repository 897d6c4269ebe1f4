using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>The token by which a profile is reached: its own, remembered for a moment, else the installation's.</summary>
internal sealed class WappiTokens(IChannelStore store, IOptionsMonitor<WappiOptions> options, TimeProvider clock)
{
    public const string Provider = "wappi";

    private const int MostEntries = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (string Secret, DateTimeOffset Until)> _secrets = new();

    public string Installation => options.CurrentValue.Token;

    /// <summary>Empty if there is none.</summary>
    public async Task<string> Of(string profile)
    {
        if (_secrets.TryGetValue(profile, out var known) && known.Until > clock.GetUtcNow()) return known.Secret.Or(Installation);
        var secret = (await store.Find(Provider, profile))?.Secret ?? "";
        if (_secrets.Count >= MostEntries) _secrets.Clear();
        _secrets[profile] = (secret, clock.GetUtcNow() + KnownFor);
        return secret.Or(Installation);
    }

    /// <summary>Another token may stand there in a moment.</summary>
    public void Forget(string profile) => _secrets.TryRemove(profile, out _);
}
