using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>Which chat an event belongs to. The provider's chat ids change with its account; people's chats do not.</summary>
public sealed class ChatAddresses(IChannelStore channels)
{
    /// <summary>Needs no look-up unless the channel's account was replaced once.</summary>
    public async Task<ChatKey> Of(ChannelAccount account, InboundEvent.ToChat toChat) => new(account.Tenant, account.Channel, await ChatOf(account, toChat));

    private async Task<ChatId> ChatOf(ChannelAccount account, InboundEvent.ToChat toChat)
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
