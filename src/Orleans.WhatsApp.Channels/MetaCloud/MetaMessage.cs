using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// One message of a contact. Only its id can be relied on:
/// <code>
/// { "from"?: "905551112233", "from_user_id"?: "US.…", "id": "wamid.…", "timestamp": "1697043223", "type": "text", "text": { "body": "…" }, "context"?, "errors"?, "group_id"? }
/// { …, "type": "reaction", "reaction": { "message_id": "wamid.…", "emoji"?: "👍" } }
/// { …, "type": "edit", "edit": { "original_message_id": "wamid.…", "message": { "type": "text", … } } }
/// { …, "type": "revoke", "revoke": { "original_message_id": "wamid.…" } }
/// </code>
/// </summary>
internal static class MetaMessage
{
    public static InboundEvent Read(JsonElement kept, DateTimeOffset receivedAt)
    {
        var message = kept.Field("message"u8);
        var person = MetaPerson.Of(message.Text("from"u8), message.Text("from_user_id"u8), kept.Field("contact"u8));
        if (NotForUs(kept, message, person) is { } reason) return new InboundEvent.Discarded(reason);
        if (message.Text("type"u8) == "request_welcome") return new InboundEvent.Discarded("welcome");

        var account = kept.Text("phone_number_id"u8);
        var at = MetaTime.Read(message, receivedAt);
        if (MetaMark.IsMark(message)) return MetaMark.Read(account, message, person, person.Address, at);

        var id = message.Text("id"u8);
        var content = MetaContent.Read(message);
        return new InboundEvent.ToChat(account, person.Chat, "message", id, "", person.Address, new ChatInput.ContactWrote(id, content.Text, at, person.AsContact(), person.Chat)
        {
            Attachments = content.Attachments,
            IsNotice = message.Text("type"u8) == "system",
        });
    }

    /// <summary>Null if it is for a chat.</summary>
    public static string? NotForUs(JsonElement kept, JsonElement message, MetaPerson person)
    {
        if (message.Text("group_id"u8).Length > 0 || message.Text("recipient_type"u8) == "group") return "group";
        if (!ProviderId.Is(kept.Text("phone_number_id"u8)) || !ProviderId.Is(message.Text("id"u8))) return "unroutable";
        return person.IsKnown ? null : "no_contact";
    }
}
