using System.Collections.Concurrent;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>Which chat an event belongs to. The provider's chat ids change with its account; people's chats do not.</summary>
public sealed class ChatAddresses(IChannelStore channels)
{
    private const int MostDerived = 10_000;

    // To make one costs a third of what it costs to read the event.
    private readonly ConcurrentDictionary<(ChannelId Channel, string ProviderChatId), ChatId> _derived = new();
    private int _made;

    /// <summary>Needs no look-up unless the channel's account was replaced once.</summary>
    public async ValueTask<ChatKey> Of(ChannelAccount account, InboundEvent.ToChat toChat) =>
        new(account.Tenant, account.Channel, await Of(account, toChat.ProviderChatId, toChat.ContactAddress, PhoneOf(toChat)));

    /// <param name="contactAddress">The provider's id of the contact, or empty.</param>
    /// <param name="contactPhone">As it is written, or empty.</param>
    public async ValueTask<ChatId> Of(ChannelAccount account, string providerChatId, string contactAddress, string contactPhone)
    {
        var derived = Derived(account.Channel, providerChatId);
        if (!account.HasMigrated) return derived;
        if (await channels.Alias(account.Tenant, account.Channel, providerChatId) is { } alias) return alias;

        var phone = PhoneKey.Of(contactPhone);
        if (contactAddress.Length == 0 && phone.Length == 0) return derived;
        var chat = await channels.ChatWith(account.Tenant, account.Channel, contactAddress, phone) ?? derived;
        await channels.SaveAlias(account.Tenant, account.Channel, providerChatId, chat);
        return chat;
    }

    private ChatId Derived(ChannelId channel, string providerChatId)
    {
        if (_derived.TryGetValue((channel, providerChatId), out var known)) return known;
        // Counted here: to ask the dictionary is to lock all of it.
        if (Interlocked.Increment(ref _made) % MostDerived == 0) _derived.Clear();
        return _derived[(channel, providerChatId)] = ChatId.Of(channel, providerChatId);
    }

    private static string PhoneOf(InboundEvent.ToChat toChat) => toChat.Input switch
    {
        ChatInput.ContactWrote wrote => wrote.Contact.Phone,
        ChatInput.OwnNumberWrote wrote => wrote.Contact.Phone,
        _ => toChat.ContactPhone,
    };
}
