using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Orleans.WhatsApp.Channels;

/// <summary>Compares what a caller told with what was configured, in a time that tells no character of it.</summary>
internal static class SameSecret
{
    public static bool Is(string told, string configured) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(told.AsSpan()), MemoryMarshal.AsBytes(configured.AsSpan()));
}
