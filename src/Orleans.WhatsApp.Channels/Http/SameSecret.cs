using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Channels;

/// <summary>Compares what a caller told with what was configured, in a time that tells nothing.</summary>
internal static class SameSecret
{
    public static bool Is(string told, string configured) => CryptographicOperations.FixedTimeEquals(Hash(told), Hash(configured));

    /// <summary>Hashes are of one length, so that the secret's own length does not show either.</summary>
    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
