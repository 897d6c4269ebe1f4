using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>
/// Our ids of what another system stored: derived, so that every run finds what the first one made. The channel's, the chat's and, where the provider has named
/// it, the message's are those that an event would lead to. Never to be changed: rows are known by them.
/// </summary>
internal static class ImportIds
{
    public const string Provider = "unipile";
    private static readonly Guid Space = new("8d0c1d0e-52b7-5f0a-9c55-3b1f7ad1e6a4");

    public static TenantId Tenant(string id) => new(NameBasedId.Make(Space, $"tenant/{id}"));

    public static AgentId Agent(TenantId tenant, string id) => new(NameBasedId.Make(tenant.Value, $"import/agent/{id}"));

    /// <summary>People are not taken over; what names one still tells one from the other.</summary>
    public static UserId User(TenantId tenant, string id) => new(NameBasedId.Make(tenant.Value, $"import/user/{id}"));

    public static ChatKey Chat(TenantId tenant, string providerChatId)
    {
        var channel = ChannelKey.Of(tenant, Provider).Channel;
        return new(tenant, channel, ChatId.Of(channel, providerChatId));
    }

    public static SessionId Session(ChatId chat, string id) => new(NameBasedId.Make(chat.Value, $"import/session/{id}"));

    public static MessageId Message(ChatId chat, string id, string? providerMessageId) =>
        providerMessageId is { } named ? MessageId.OfProvider(chat, named) : new(NameBasedId.Make(chat.Value, $"import/message/{id}"));
}
