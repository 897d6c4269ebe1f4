using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The value of <c>X-Hub-Signature-256</c>: over the bytes that are sent, escapes and all.</summary>
internal static class MetaSignature
{
    public static string Of(string body, string appSecret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(body)));
}
