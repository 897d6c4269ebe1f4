using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Wappi signs nothing: the <c>Authorization</c> header that <c>webhook/url/set</c> asked it to send is all that tells its deliveries from a stranger's.</summary>
public sealed class WappiSecret(IOptionsMonitor<WappiOptions> options)
{
    /// <summary>The header must be there, once. Without a secret nobody is believed: what a webhook would have told, polling brings.</summary>
    public bool Allows(IHeaderDictionary headers)
    {
        var secret = options.CurrentValue.WebhookSecret;
        return secret.Length > 0 && headers.Authorization is [{ } told] && SameSecret.Is(told, secret);
    }
}
