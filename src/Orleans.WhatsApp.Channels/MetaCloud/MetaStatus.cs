using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// How a message of ours fares. They come in any order, may be left out (a message that is read at once need never be delivered), and may be faster than the
/// answer to the send itself:
/// <code>
/// { "id": "wamid.…", "status": "sent|delivered|read|played|failed", "timestamp": "1698266945", "recipient_id"?, "recipient_user_id"?, "recipient_type"?: "group",
///   "errors"?: [{ "code": 131047, "title", "message", "error_data": { "details" } }], "biz_opaque_callback_data"?: (ours) }
/// </code>
/// </summary>
internal static class MetaStatus
{
    public static InboundEvent Read(JsonElement kept, DateTimeOffset receivedAt)
    {
        var status = kept.Field("status"u8);
        var person = MetaPerson.Of(status.Text("recipient_id"u8), status.Text("recipient_user_id"u8), kept.Field("contact"u8));
        if (MetaMessage.NotForUs(kept, status, person) is { } reason) return new InboundEvent.Discarded(reason);

        var at = MetaTime.Read(status, receivedAt);
        var word = status.Text("status"u8);
        MessageMark? mark = word switch
        {
            "sent" => new MessageMark.Sent(at),
            "delivered" => new MessageMark.Delivered(at),
            "read" => new MessageMark.Read(at),
            "played" => new MessageMark.Played(at),
            "failed" => new MessageMark.Failed(Code(status), at),
            _ => null,
        };
        if (mark is null) return new InboundEvent.Discarded("unknown_status");

        var id = status.Text("id"u8);
        var hash = mark is MessageMark.Failed failed ? failed.Code : "";
        return new InboundEvent.ToChat(kept.Text("phone_number_id"u8), person.Chat, word, id, hash, person.Address, new ChatInput.MessageMarked(id, mark) { Intent = IntentOf(status) })
        {
            ContactPhone = person.Phone,
        };
    }

    private static string Code(JsonElement status)
    {
        var code = status.Items("errors"u8).Select(error => error.Count("code"u8)).FirstOrDefault();
        return code > 0 ? code.ToString(CultureInfo.InvariantCulture) : "unknown";
    }

    /// <summary>Other programs of the same app may write what they like there.</summary>
    private static IntentId? IntentOf(JsonElement status) =>
        Guid.TryParseExact(status.Text("biz_opaque_callback_data"u8), "N", out var intent) ? new IntentId(intent) : null;
}
