using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Channels;

/// <summary>
/// Edits and reactions repeat the message's id. Content and actor tell them apart, and what is stated of the event itself (its time, its own id) tells a
/// reaction that was taken back and given again from the provider's second delivery of the first one, whose body is the same.
/// Part of the inbox's unique key: hashed otherwise, an event that comes again during an upgrade would be kept twice.
/// </summary>
internal static class EventHash
{
    public static string Of(string content, string actor, string stated)
    {
        var parts = $"{content.Length}:{content}|{actor}|{stated}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)).AsSpan(0, 8));
    }
}
