using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Each profile's token.</summary>
internal sealed class WappiTokens(IChannelStore store, IOptionsMonitor<WappiOptions> options, TimeProvider clock, ILogger<WappiTokens> log)
    : AccountTokens(WappiChannel.Name, store, clock, log)
{
    public override string Installation => options.CurrentValue.Token;
}
