using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Ids look like the provider's: 22 characters of base64url.</summary>
internal static class Ids
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The same parts always give the same id, so that a chat keeps its id when a named account is set up again.</summary>
    public static string From(params ReadOnlySpan<string> parts) => Base64Url.EncodeToString(Hash(parts).AsSpan(0, 16));

    /// <summary>A WhatsApp message id as phones make them.</summary>
    public static string NewProviderId() => "3EB0" + Convert.ToHexString(RandomNumberGenerator.GetBytes(9));

    /// <summary>The privacy id WhatsApp shows instead of a number: fifteen digits that say nothing about the phone.</summary>
    public static string Lid(string digits)
    {
        var number = BitConverter.ToUInt64(Hash(["lid", digits]), 0) % 900_000_000_000_000 + 100_000_000_000_000;
        return number.ToString(CultureInfo.InvariantCulture) + "@lid";
    }

    /// <summary>Meta's id of a person for businesses: a country and twenty digits.</summary>
    public static string UserId(string digits) => "US." + Number(20, "user", digits);

    /// <summary>So many digits, the first not zero; the same parts always give the same ones.</summary>
    public static string Number(int length, params ReadOnlySpan<string> parts)
    {
        var digits = string.Concat(Hash(parts).Select(part => (char)('0' + part % 10)));
        return (digits[0] is '0' ? "1" : digits[..1]) + digits[1..length];
    }

    private static byte[] Hash(ReadOnlySpan<string> parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
}
