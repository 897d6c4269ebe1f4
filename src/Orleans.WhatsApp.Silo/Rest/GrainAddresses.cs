using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Silo.Rest;

internal static class GrainAddresses
{
    /// <summary>The provider where none is named.</summary>
    public const string Provider = "unipile";

    public static ITenantGrain Tenant(this IGrainFactory grains, TenantId tenant) =>
        grains.GetGrain<ITenantGrain>(tenant.Value.ToString("N"));

    public static IChannelGrain Channel(this IGrainFactory grains, TenantId tenant, string provider = Provider) =>
        grains.GetGrain<IChannelGrain>(ChannelKey.Of(tenant, provider).ToString());

    public static IChatGrain Chat(this IGrainFactory grains, ChatKey chat) => grains.GetGrain<IChatGrain>(chat.ToString());
}
