using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Wappi signs nothing: the <c>Authorization</c> header that <c>webhook/url/set</c> asked it to send is all that tells its deliveries from a stranger's.</summary>
public sealed class WappiSecret(IOptionsMonitor<WappiOptions> options)
{
    /// <summary>True if no secret is configured.</summary>
    public bool Allows(IHeaderDictionary headers) =>
        options.CurrentValue.WebhookSecret is var secret && (secret.Length == 0 || WebhookSecret.Matches(headers.Authorization, secret));
}
