using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>A token that its owner holds and the database knows by its hash. It is random, so a plain hash is enough: a copy of the database lets nobody in.</summary>
internal static class SecretToken
{
    public const int Length = 64;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
