using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The files that Meta keeps for a time: what contacts sent, and what the business uploaded.</summary>
internal sealed class MetaMedia(TimeProvider clock)
{
    public static readonly TimeSpan LifeOfInbound = TimeSpan.FromDays(7);
    public static readonly TimeSpan LifeOfUpload = TimeSpan.FromDays(30);
    private static readonly TimeSpan LifeOfUrl = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Item> _items = [];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public sealed record Item(string Id, SimulatedAccount Account, SimulatedAttachment File, DateTimeOffset Until);

    /// <summary>Webhooks give the hash in base64, <c>GET /{media_id}</c> in hex.</summary>
    public static string Sha256InWebhook(SimulatedAttachment file) => Convert.ToBase64String(SHA256.HashData(file.Content.Span));

    public static string Sha256(SimulatedAttachment file) => Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));

    /// <summary>The same file keeps its id.</summary>
    public string Keep(SimulatedAccount account, SimulatedAttachment file, TimeSpan life)
    {
        var id = Ids.Number(16, "media", file.Id, account.Id);
        return _items.GetOrAdd(id, made => new Item(made, account, file, clock.GetUtcNow() + life)).Id;
    }

    public Item? Find(string id) =>
        _items.TryGetValue(id, out var item) && item.Until > clock.GetUtcNow() && !item.File.Unavailable ? item : null;

    public bool Remove(string id) => _items.TryRemove(id, out _);

    /// <summary>The query of a download address that ends after five minutes.</summary>
    public string Sign(Item item)
    {
        var ends = (clock.GetUtcNow() + LifeOfUrl).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"?mid={item.Id}&ext={ends}&hash={Hash(item.Id, ends)}";
    }

    public Item? FindSigned(string id, string ends, string hash) =>
        hash == Hash(id, ends) && long.TryParse(ends, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
        && clock.GetUtcNow().ToUnixTimeSeconds() < until
            ? Find(id)
            : null;

    private string Hash(string id, string ends) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}\n{ends}")));
}
