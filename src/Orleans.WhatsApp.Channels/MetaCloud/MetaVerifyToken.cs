using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// When the webhook's address is set in the app, Meta asks for it once:
/// <c>GET …?hub.mode=subscribe&amp;hub.verify_token=(ours)&amp;hub.challenge=1158201444</c>, and wants the challenge back.
/// </summary>
public sealed class MetaVerifyToken(IOptionsMonitor<MetaOptions> options)
{
    /// <summary>False without a configured token.</summary>
    public bool Allows(string? mode, string? token)
    {
        var ours = options.CurrentValue.VerifyToken;
        return !string.IsNullOrWhiteSpace(ours) && SameSecret.Is(token ?? "", ours) && mode == "subscribe";
    }
}
