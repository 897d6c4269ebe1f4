using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>The things that one element can tell of, each an event of its own.</summary>
internal static class WappiParts
{
    private const string Message = "message";
    private const string Edited = "edited";
    private const string Deleted = "deleted";
    private const string Reaction = "reaction";
    private const string Report = "report";
    private const string Account = "account";
    private const string Other = "other";

    /// <summary>Never empty.</summary>
    public static IReadOnlyList<string> OfWebhook(WappiElement element) => element.WhType switch
    {
        "incoming_message" or "outgoing_message_api" or "outgoing_message_phone" => OfMessage(element),
        // The number is silenced, and the message has failed: two things for two readers.
        "delivery_status" or "messages_status" => WappiStatus.Plain(element.Json.Text("status"u8)) == WappiStatus.Ban ? [Report, Account] : [Report],
        "authorization_status" or "application_status" => [Account],
        _ => [Other],
    };

    /// <summary>
    /// An edited message may be the first that we see of it, so it tells itself as well; the inbox knows it if it is not. A list tells of our own messages
    /// how far they have come.
    /// </summary>
    public static IReadOnlyList<string> OfMessage(WappiElement element)
    {
        if (element.IsDeleted) return [Deleted];
        if (element.Type == Reaction) return [Reaction];
        var parts = new List<string> { Message };
        if (element.IsEdited) parts.Add(Edited);
        if (element.IsOwn && element.Json.Text("delivery_status"u8) is { Length: > 0 } status)
        {
            parts.Add(Report);
            if (WappiStatus.Plain(status) == WappiStatus.Ban) parts.Add(Account);
        }

        return parts;
    }

    public static InboundEvent Read(string part, WappiElement element, DateTimeOffset receivedAt) => part switch
    {
        Account => OfAccount(element),
        Other => new InboundEvent.Discarded(element.WhType == "incoming_call" ? "call" : "unknown_event"),
        Message or Edited or Deleted or Reaction or Report => OfChat(part, element, receivedAt),
        _ => new InboundEvent.Malformed("unknown_part"),
    };

    private static InboundEvent OfChat(string part, WappiElement element, DateTimeOffset receivedAt)
    {
        if (!element.IsWhatsApp) return new InboundEvent.Discarded("not_whatsapp");
        // Most status reports name no chat. The next poll brings what they said, since lists tell it of every message of ours.
        if (!ProviderId.Is(element.Profile) || !ProviderId.Is(element.Chat) || !ProviderId.Is(element.Id)) return new InboundEvent.Discarded("unroutable");
        if (element.IsGroup) return new InboundEvent.Discarded("group");
        if (element.IsNobody) return new InboundEvent.Discarded("no_contact");
        if (part != Report && WappiContent.IsSystem(element.Type)) return new InboundEvent.Discarded("system_event");
        if (part != Report && WappiContent.IsCall(element.Type)) return new InboundEvent.Discarded("call");
        return part switch
        {
            Message => OfMessage(element, element.At(receivedAt)),
            // The time of an edited message stays that of the message, which would tell a second edit from no other.
            Edited => WappiContent.Text(element) is { Length: > 0 } text
                ? Mark(element, "edited", element.Id, EventHash.Of(text, "", ""), new MessageMark.Edited(text, receivedAt))
                : new InboundEvent.Discarded("empty"),
            Deleted => Mark(element, "deleted", element.Id, "", new MessageMark.Deleted(receivedAt)),
            Reaction => OfReaction(element, receivedAt),
            _ => OfReport(element, receivedAt),
        };
    }

    private static InboundEvent OfMessage(WappiElement element, DateTimeOffset at)
    {
        var text = WappiContent.Text(element);
        var attachment = WappiContent.Attachment(element);
        if (text.Length == 0 && attachment is null) return new InboundEvent.Discarded("empty");
        var (contact, attachments) = (element.Contact, attachment is null ? ImmutableArray<Attachment>.Empty : [attachment]);
        ChatInput input = element.IsOwn
            ? new ChatInput.OwnNumberWrote(new OwnNumberMessage(element.Id, text, at) { Attachments = attachments }, element.Chat) { Contact = contact }
            : new ChatInput.ContactWrote(element.Id, text, at, contact, element.Chat) { Attachments = attachments };
        return new InboundEvent.ToChat(element.Profile, element.Chat, "message", element.Id, "", contact.Address, input) { ContactPhone = contact.Phone };
    }

    /// <summary>A reaction is a message with an id of its own, which tells one that is given twice from a second delivery.</summary>
    private static InboundEvent OfReaction(WappiElement element, DateTimeOffset receivedAt)
    {
        if (!ProviderId.Is(element.Quoted)) return new InboundEvent.Discarded("unroutable");
        var emoji = element.Json.Text("body"u8);
        var by = WappiElement.Plain(element.Json.Text("from"u8));
        return Mark(element, "reaction", element.Quoted, EventHash.Of(emoji, "", element.Id), new MessageMark.Reacted(emoji, by, element.At(receivedAt)));
    }

    private static InboundEvent OfReport(WappiElement element, DateTimeOffset receivedAt)
    {
        // A listed message's time is not that of its delivery.
        var (word, at) = element.IsReport ? (element.Json.Text("status"u8), element.At(receivedAt)) : (element.Json.Text("delivery_status"u8), receivedAt);
        if (WappiStatus.Mark(word, at) is not var (kind, mark)) return new InboundEvent.Discarded(WappiStatus.Plain(word) == "pending" ? "pending" : "unknown_status");
        return Mark(element, kind, element.Id, mark is MessageMark.Failed failed ? failed.Code : "", mark);
    }

    private static InboundEvent.ToChat Mark(WappiElement element, string kind, string message, string hash, MessageMark mark) =>
        new(element.Profile, element.Chat, kind, message, hash, element.Chat, new ChatInput.MessageMarked(message, mark)) { ContactPhone = element.Phone };

    /// <summary><c>{ "wh_type": "authorization_status", "profile_id": "…", "status": "offline", "reason": "logout" }</c>, or a message that says that the number is banned.</summary>
    private static InboundEvent OfAccount(WappiElement element)
    {
        if (!element.IsWhatsApp) return new InboundEvent.Discarded("not_whatsapp");
        if (!ProviderId.Is(element.Profile)) return new InboundEvent.Discarded("unroutable");
        var word = element.Json.Text("status"u8).Or(element.Json.Text("delivery_status"u8)).Trim();
        return new InboundEvent.AccountStatus(element.Profile, WappiStatus.Account(word), word.Length > 40 ? word[..40] : word);
    }
}
