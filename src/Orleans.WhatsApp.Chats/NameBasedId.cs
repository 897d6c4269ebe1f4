using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Chats;

/// <summary>Name-based UUIDs (RFC 9562, version 5): the same name in the same space is always the same id, so the core invents none.</summary>
public static class NameBasedId
{
    [SuppressMessage("Security", "CA5350", Justification = "Version 5 is defined over SHA-1; it names, it does not protect.")]
    public static Guid Make(Guid space, string name)
    {
        var length = 16 + Encoding.UTF8.GetByteCount(name);
        var input = length <= 256 ? stackalloc byte[length] : new byte[length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A shard in [0, <paramref name="shards"/>) that stays the same across processes and versions.</summary>
    public static int Shard(Guid id, int shards)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) % (uint)shards);
    }
}
