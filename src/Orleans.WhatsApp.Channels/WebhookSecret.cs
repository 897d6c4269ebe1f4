using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Orleans.WhatsApp.Channels;

/// <summary>Compares the static header that tells a provider's deliveries from a stranger's.</summary>
internal static class WebhookSecret
{
    /// <summary>The header must be there once. Hashes are of one length, so that neither the secret nor its length shows in the time taken.</summary>
    public static bool Matches(StringValues given, string secret) =>
        given.Count == 1 && CryptographicOperations.FixedTimeEquals(Hash(given[0] ?? ""), Hash(secret));

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
