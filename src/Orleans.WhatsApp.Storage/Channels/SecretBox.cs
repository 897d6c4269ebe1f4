using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Storage.Channels;

/// <summary>Seals access tokens for the database (AES-256-GCM): whoever reads a backup does not hold the tenants' numbers.</summary>
/// <param name="key">32 bytes, the same in every process over the database.</param>
public sealed class SecretBox(byte[] key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Of an empty secret there is nothing.</summary>
    public byte[] Seal(string secret)
    {
        if (secret.Length == 0) return [];
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length));
        return box;
    }

    /// <summary>Empty if the box is empty; null if it was sealed with another key: the number must then be linked anew, or the key come back.</summary>
    public string? Open(ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + TagBytes) return "";
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }
}
