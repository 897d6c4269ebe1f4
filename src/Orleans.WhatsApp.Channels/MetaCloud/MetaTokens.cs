using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>Each number's access token.</summary>
internal sealed class MetaTokens(IChannelStore store, IOptionsMonitor<MetaOptions> options, TimeProvider clock, ILogger<MetaTokens> log)
    : AccountTokens(MetaChannel.Name, store, clock, log)
{
    public override string Installation => options.CurrentValue.AccessToken;
}
