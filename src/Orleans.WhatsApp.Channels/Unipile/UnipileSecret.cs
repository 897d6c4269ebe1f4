using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Unipile signs nothing: a static header that we configured is all that tells its deliveries from a stranger's.</summary>
public sealed class UnipileSecret(IOptionsMonitor<UnipileOptions> options)
{
    /// <summary>What <c>register-webhook</c> asks Unipile to send.</summary>
    public const string Header = "Unipile-Auth";

    /// <summary>The header that the seed names; proxies in front of us may set it.</summary>
    public const string OtherHeader = "x-unipile-secret";

    /// <summary>
    /// Without a secret everybody may where Unipile is configured, and nobody where it is not. Else at least one of the two headers must be there, each at most once,
    /// and each that is there must match.
    /// </summary>
    public bool Allows(IHeaderDictionary headers)
    {
        var secret = options.CurrentValue.WebhookSecret;
        if (secret.Length == 0) return options.CurrentValue.ApiRoot is not null;
        var (first, second) = (headers[Header], headers[OtherHeader]);
        if (first.Count + second.Count == 0) return false;
        // No short cut between the two comparisons: the time taken must not tell which header was wrong.
        return Matches(first, secret) & Matches(second, secret);
    }

    private static bool Matches(StringValues given, string secret) => given.Count switch
    {
        0 => true,
        1 => SameSecret.Is(given[0] ?? "", secret),
        _ => false,
    };
}
