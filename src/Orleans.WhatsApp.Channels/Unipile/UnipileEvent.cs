using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// A delivery of the <c>messaging</c> source. Only event, account_id, chat_id and message_id can be relied on:
/// <code>
/// { "event": "message_received", "account_id": "…", "account_type": "WHATSAPP", "account_info": { "user_id" | "phone_number" },
///   "chat_id": "…", "message_id": "…", "provider_chat_id": "…@lid", "timestamp": "2026-05-18T19:44:12.000Z",
///   "message": "text" | null | { "text" }, "is_sender": false | 0 | absent, "sender": { … }, "attendees": [ … ], "attachments": [ … ],
///   "is_event": 0, "is_group": false, "reaction"?, "reaction_sender"? }
/// </code>
/// </summary>
internal static class UnipileEvent
{
    public static InboundEvent Read(JsonElement body, DateTimeOffset receivedAt)
    {
        var kind = body.Text("event"u8) switch
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
        var accountType = body.Text("account_type"u8).Or(body.Field("account_info"u8).Text("type"u8));
        if (!UnipileReader.IsWhatsApp(accountType)) return new InboundEvent.Discarded("not_whatsapp");

        var account = body.Text("account_id"u8);
        var chat = body.Text("chat_id"u8);
        var message = body.Text("message_id"u8);
        if (!ProviderId.Is(account) || !ProviderId.Is(chat) || !ProviderId.Is(message)) return new InboundEvent.Discarded("unroutable");

        var people = new UnipilePeople(body);
        if (people.IsGroup) return new InboundEvent.Discarded("group");
        if (body.Flag("is_event"u8) == true) return new InboundEvent.Discarded("system_event");

        var contact = people.Contact();
        if (contact is { IsPerson: false }) return new InboundEvent.Discarded("no_contact");

        var at = UnipileTime.Read(body.Text("timestamp"u8), receivedAt);
        if (kind == "message") return Message(body, account, chat, message, people.IsOwn, contact, at);
        if (Mark(kind, body, at) is not { } mark) return new InboundEvent.Discarded("empty");
        var input = new ChatInput.MessageMarked(message, mark);
        return new InboundEvent.ToChat(account, chat, kind, message, Hash(mark, body), contact?.Address ?? "", input);
    }

    private static InboundEvent Message(
        JsonElement body, string account, string chat, string message, bool isOwn, UnipilePerson? contact, DateTimeOffset at)
    {
        var text = TextOf(body);
        var attachments = UnipileAttachments.Read(body);
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
    private static MessageMark? Mark(string kind, JsonElement body, DateTimeOffset at) => kind switch
    {
        "edited" => TextOf(body) is { Length: > 0 } text ? new MessageMark.Edited(text, at) : null,
        "reaction" => new MessageMark.Reacted(Reaction(body), UnipilePeople.Actor(body), at),
        "deleted" => new MessageMark.Deleted(at),
        "read" => new MessageMark.Read(at),
        _ => new MessageMark.Delivered(at),
    };

    private static string Reaction(JsonElement body) => body.Text("reaction"u8).Or(body.Field("reaction"u8).Text("value"u8));

    /// <summary>Media come with null or "", old payloads with an object. Nothing but white space is no text.</summary>
    private static string TextOf(JsonElement body)
    {
        var text = body.Text("message"u8).Or(body.Field("message"u8).Text("text"u8));
        return string.IsNullOrWhiteSpace(text) ? "" : text;
    }

    /// <summary>Empty for what happens to a message once.</summary>
    private static string Hash(MessageMark mark, JsonElement body) => mark switch
    {
        MessageMark.Edited edited => EventHash.Of(edited.Text, UnipilePeople.Actor(body), body.Text("timestamp"u8)),
        MessageMark.Reacted reacted => EventHash.Of(reacted.Emoji, UnipilePeople.Actor(body), body.Text("timestamp"u8)),
        _ => "",
    };
}
