using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Feed;

public static class FeedAddress
{
    public static string Of(TenantId tenant) => tenant.Value.ToString("N");

    public static IFeedGrain Feed(this IGrainFactory grains, TenantId tenant) => grains.GetGrain<IFeedGrain>(Of(tenant));
}
