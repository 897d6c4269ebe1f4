using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Channels;

/// <summary>Part of the inbox's unique key: computed otherwise, an event that comes again during an upgrade would be kept twice.</summary>
internal static class ContentHash
{
    public static string Of(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 8));
}
