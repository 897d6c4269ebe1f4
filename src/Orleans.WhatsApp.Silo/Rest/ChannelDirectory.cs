using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Which channel a chat comes by. A channel's id is derived from tenant and provider, so nobody need be asked.</summary>
internal sealed class ChannelDirectory(IEnumerable<IChannel> channels)
{
    private readonly IReadOnlyList<IChannel> _channels = [.. channels];

    /// <summary>Empty for a channel that this installation does not offer.</summary>
    public string ProviderOf(TenantId tenant, ChannelId channel) => Of(tenant, channel)?.Provider ?? "";

    public IChannel? Of(TenantId tenant, ChannelId channel) => _channels.FirstOrDefault(one => ChannelKey.Of(tenant, one.Provider).Channel == channel);

    public IChannel? Of(string provider) => _channels.FirstOrDefault(one => one.Provider == provider);
}
