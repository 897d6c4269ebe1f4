using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>What a delivery of the <c>messaging</c> source means.</summary>
internal static class UnipileEvent
{
    public static InboundEvent Read(UnipileDelivery delivery, DateTimeOffset receivedAt)
    {
        var kind = delivery.Event switch
        {
            "message_received" => "message",
            "message_edited" => "edited",
            "message_deleted" => "deleted",
            "message_reaction" => "reaction",
            "message_read" => "read",
            "message_delivered" => "delivered",
            _ => null,
        };
        if (kind is null) return new InboundEvent.Discarded("unknown_event");
        var accountType = delivery.AccountType.Or(delivery.AccountInfo.Type);
        if (!UnipileReader.IsWhatsApp(accountType)) return new InboundEvent.Discarded("not_whatsapp");

        var account = delivery.AccountId;
        var chat = delivery.ChatId;
        var message = delivery.MessageId;
        if (!ProviderId.Is(account) || !ProviderId.Is(chat) || !ProviderId.Is(message)) return new InboundEvent.Discarded("unroutable");

        var people = new UnipilePeople(delivery);
        if (people.IsGroup) return new InboundEvent.Discarded("group");
        if (delivery.IsEvent == true) return new InboundEvent.Discarded("system_event");

        var contact = people.Contact();
        if (contact is { IsPerson: false }) return new InboundEvent.Discarded("no_contact");

        var at = UnipileTime.Read(delivery.Timestamp, receivedAt);
        if (kind == "message") return Message(delivery, account, chat, message, people.IsOwn, contact, at);
        if (Mark(kind, delivery, at) is not { } mark) return new InboundEvent.Discarded("empty");
        var input = new ChatInput.MessageMarked(message, mark);
        return new InboundEvent.ToChat(account, chat, kind, message, Hash(mark, delivery), contact?.Address ?? "", input);
    }

    private static InboundEvent Message(
        UnipileDelivery delivery, string account, string chat, string message, bool isOwn, UnipilePerson? contact, DateTimeOffset at)
    {
        var text = TextOf(delivery);
        var attachments = delivery.Attachments;
        if (text.Length == 0 && attachments.IsEmpty) return new InboundEvent.Discarded("empty");

        // Our own message is known by its chat. A contact's without any name or number could be anybody's, the blacklist's included.
        if (!isOwn && contact is null) return new InboundEvent.Discarded("no_contact");

        var known = contact?.AsContact() ?? Contact.Unknown;
        ChatInput input = isOwn
            ? new ChatInput.OwnNumberWrote(new OwnNumberMessage(message, text, at) { Attachments = attachments }, chat) { Contact = known }
            : new ChatInput.ContactWrote(message, text, at, known, chat) { Attachments = attachments };
        return new InboundEvent.ToChat(account, chat, "message", message, "", known.Address, input);
    }

    /// <summary>Null for an edit that does not tell the new text: better the old one than none.</summary>
    private static MessageMark? Mark(string kind, UnipileDelivery delivery, DateTimeOffset at) => kind switch
    {
        "edited" => TextOf(delivery) is { Length: > 0 } text ? new MessageMark.Edited(text, at) : null,
        "reaction" => new MessageMark.Reacted(delivery.Reaction, Actor(delivery), at),
        "deleted" => new MessageMark.Deleted(at),
        "read" => new MessageMark.Read(at),
        _ => new MessageMark.Delivered(at),
    };

    /// <summary>Who reacted or edited: the provider's address, or empty.</summary>
    private static string Actor(UnipileDelivery delivery) => (delivery.ReactionSender ?? delivery.Sender)?.Address ?? "";

    /// <summary>Media come with null or "", old payloads with an object. Nothing but white space is no text.</summary>
    private static string TextOf(UnipileDelivery delivery) => string.IsNullOrWhiteSpace(delivery.Message) ? "" : delivery.Message;

    /// <summary>Empty for what happens to a message once.</summary>
    private static string Hash(MessageMark mark, UnipileDelivery delivery) => mark switch
    {
        MessageMark.Edited edited => EventHash.Of(edited.Text, Actor(delivery), delivery.Timestamp),
        MessageMark.Reacted reacted => EventHash.Of(reacted.Emoji, Actor(delivery), delivery.Timestamp),
        _ => "",
    };
}
