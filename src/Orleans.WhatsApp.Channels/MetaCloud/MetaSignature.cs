using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// Meta signs each delivery: <c>X-Hub-Signature-256: sha256=</c> and the lower-case hex of the HMAC-SHA256 of the body, keyed with the app's secret. The
/// body is signed as it is sent, with other than ASCII characters escaped, so only the bytes that came can be checked.
/// </summary>
public sealed class MetaSignature(IOptionsMonitor<MetaOptions> options)
{
    public const string Header = "X-Hub-Signature-256";
    private const string Scheme = "sha256=";

    /// <summary>True for the signature of either secret. Nothing is allowed without a secret: one that was forgotten must not open the door.</summary>
    public bool Allows(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var settings = options.CurrentValue;
        Span<byte> told = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Told(headers, settings) is not { } signature || !Read(signature, told)) return false;
        var isCurrent = Matches(told, settings.AppSecret, body);
        // No short cut between the two comparisons: the time taken must not tell which secret it was.
        return string.IsNullOrWhiteSpace(settings.AppSecretPrevious) ? isCurrent : isCurrent | Matches(told, settings.AppSecretPrevious, body);
    }

    /// <summary>Whether there is something to compare with, before anything of the body is read.</summary>
    public bool IsTold(IHeaderDictionary headers) => Told(headers, options.CurrentValue) is not null;

    private static string? Told(IHeaderDictionary headers, MetaOptions settings) =>
        !string.IsNullOrWhiteSpace(settings.AppSecret) && headers[Header] is [{ } signature] ? signature : null;

    private static bool Read(string signature, Span<byte> told) =>
        signature.Length == Scheme.Length + 2 * told.Length
        && signature.StartsWith(Scheme, StringComparison.Ordinal)
        && Convert.FromHexString(signature.AsSpan(Scheme.Length), told, out _, out _) == OperationStatus.Done;

    private static bool Matches(ReadOnlySpan<byte> told, string secret, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(told, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
