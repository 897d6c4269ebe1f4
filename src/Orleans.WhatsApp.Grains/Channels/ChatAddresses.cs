using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>The provider's chat ids change with its account; people's chats do not.</summary>
public static class ChatAddresses
{
    /// <summary>The chat that an event is for. Where the account was replaced, an unknown chat of a known contact becomes an alias of theirs.</summary>
    public static async Task<ChatId> ChatOf(this IChannelStore channels, ChannelAccount account, InboundEvent.ToChat toChat)
    {
        var derived = ChatId.Of(account.Channel, toChat.ProviderChatId);
        if (!account.HasMigrated) return derived;
        if (await channels.Alias(account.Tenant, account.Channel, toChat.ProviderChatId) is { } alias) return alias;

        var phone = PhoneKey.Of(PhoneOf(toChat.Input));
        if (toChat.ContactAddress.Length == 0 && phone.Length == 0) return derived;
        var chat = await channels.ChatWith(account.Tenant, account.Channel, toChat.ContactAddress, phone) ?? derived;
        await channels.SaveAlias(account.Tenant, account.Channel, toChat.ProviderChatId, chat);
        return chat;
    }

    private static string PhoneOf(ChatInput input) => input switch
    {
        ChatInput.ContactWrote wrote => wrote.Contact.Phone,
        ChatInput.OwnNumberWrote wrote => wrote.Contact.Phone,
        _ => "",
    };
}
