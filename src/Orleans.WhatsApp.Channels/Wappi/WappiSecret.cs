using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>
/// Wappi signs nothing: the <c>Authorization</c> header that <c>webhook/url/set</c> asked it to send is all that tells its deliveries from a stranger's. Whose profile it is
/// may see that, so each has one of its own, made of the installation's secret, and speaks for itself alone.
/// </summary>
public sealed class WappiSecret(IOptionsMonitor<WappiOptions> options)
{
    /// <summary>In the webhook's address: whose deliveries come there.</summary>
    public const string Profile = "profile_id";

    /// <summary>The header must be there, once. Without a secret nobody is believed: what a webhook would have told, polling brings.</summary>
    /// <param name="profile">As the address names it.</param>
    public bool Allows(IHeaderDictionary headers, string profile) =>
        profile.Length > 0 && For(profile) is { } secret && headers.Authorization is [{ } told] && SameSecret.Is(told, secret);

    /// <summary>Null without a secret of the installation.</summary>
    internal string? For(string profile) => options.CurrentValue.WebhookSecret is { Length: > 0 } secret
        ? Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(profile)))
        : null;
}
