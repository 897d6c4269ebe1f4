using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// A message as REST lists it. It differs from the webhook's: the text is <c>text</c>, flags are 0 or 1, and people are ids without names:
/// <code>
/// { "object": "Message", "id": "…", "account_id": "…", "chat_id": "…", "chat_provider_id": "…@lid", "sender_id": "…@lid", "text": "…" | null,
///   "is_sender": 0, "timestamp": "…", "attachments": [ … ], "hidden": 0, "deleted": 0, "is_event": 0, … }
/// </code>
/// Rows may lack account and chat, so a pulled row is kept in an envelope that names both; the row itself stays as it came:
/// <code>{ "account_id": "…", "chat_id": "…", "message": { … } }</code>
/// </summary>
internal static class UnipileRow
{
    public static byte[] Wrap(string account, string chat, JsonElement row) => JsonEnvelope.Write(writer =>
    {
        writer.WriteString("account_id", account);
        writer.WriteString("chat_id", chat);
        writer.WriteAsItCame("message", row);
    });

    public static InboundEvent Unwrap(JsonElement envelope, DateTimeOffset receivedAt)
    {
        var row = envelope.Field("message"u8);
        var account = envelope.Text("account_id"u8);
        var chat = envelope.Text("chat_id"u8);
        var message = row.Text("id"u8);
        if (!ProviderId.Is(account) || !ProviderId.Is(chat) || !ProviderId.Is(message)) return new InboundEvent.Discarded("unroutable");

        var chatAddress = WhatsAppAddress.Of(row.Text("chat_provider_id"u8));
        var senderAddress = WhatsAppAddress.Of(row.Text("sender_id"u8));
        var isOwn = row.Flag("is_sender"u8) == true;
        if (WhatsAppAddress.IsGroup(chatAddress) || WhatsAppAddress.IsGroup(senderAddress)) return new InboundEvent.Discarded("group");
        if (row.Flag("is_event"u8) == true) return new InboundEvent.Discarded("system_event");
        if (IsGone(row)) return new InboundEvent.Discarded("empty");

        var own = ReadOwn(row, receivedAt);
        if (own.Text.Length == 0 && own.Attachments.IsEmpty) return new InboundEvent.Discarded("empty");

        // Nobody named is no reason to drop it: only chats that we know are pulled, and the chat remembers its contact.
        var contact = (isOwn ? null : UnipilePerson.At(senderAddress)) ?? UnipilePerson.At(chatAddress);
        if (contact is { Phone: "" }) contact = contact.FilledBy(UnipilePerson.At(chatAddress));
        if (contact is { IsPerson: false }) return new InboundEvent.Discarded("no_contact");

        var known = contact?.AsContact() ?? Contact.Unknown;
        ChatInput input = isOwn
            ? new ChatInput.OwnNumberWrote(own, chat) { Contact = known }
            : new ChatInput.ContactWrote(own.ProviderMessageId, own.Text, own.At, known, chat) { Attachments = own.Attachments };
        return new InboundEvent.ToChat(account, chat, "message", message, "", known.Address, input);
    }

    /// <summary>Hidden or deleted: nobody sees it, so nobody need answer it.</summary>
    public static bool IsGone(JsonElement row) => row.Flag("hidden"u8) == true || row.Flag("deleted"u8) == true;

    /// <summary>Id, text, time and attachments, whoever wrote it.</summary>
    public static OwnNumberMessage ReadOwn(JsonElement row, DateTimeOffset receivedAt)
    {
        var text = row.Text("text"u8);
        return new(row.Text("id"u8), string.IsNullOrWhiteSpace(text) ? "" : text, UnipileTime.Read(row.Text("timestamp"u8), receivedAt))
        {
            Attachments = UnipileAttachments.Read(row),
        };
    }
}
