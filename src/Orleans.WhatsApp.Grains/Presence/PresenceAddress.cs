using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Presence;

/// <summary>The tenant's and the chat's id in the "N" form, with a stroke between them.</summary>
public static class PresenceAddress
{
    public static IPresenceGrain Presence(this IGrainFactory grains, TenantId tenant, ChatId chat) => grains.GetGrain<IPresenceGrain>(Of(tenant, chat));

    internal static string Of(TenantId tenant, ChatId chat) => $"{tenant.Value:N}/{chat.Value:N}";

    internal static (TenantId Tenant, ChatId Chat) Parse(string key) =>
        key.Split('/') is [var tenant, var chat]
            ? (new TenantId(Guid.ParseExact(tenant, "N")), new ChatId(Guid.ParseExact(chat, "N")))
            : throw new FormatException($"'{key}' is no address of a chat's presence.");
}
