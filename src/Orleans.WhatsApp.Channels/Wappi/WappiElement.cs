using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>
/// One element of a webhook, or one message of <c>messages/get</c>. Webhooks write snake case, lists camel case; null, "" and absent all occur:
/// <code>
/// webhook { "wh_type": "incoming_message", "profile_id", "id", "type": "chat", "body", "from": "…@c.us", "to": "…@c.us", "chatId": "…@c.us" | "…@lid",
///           "senderName", "contact_name", "contact_phone", "time": 1782235078, "timestamp": "2026-06-23T20:17:58+03:00", "is_me": false,
///           "chat_type": "dialog" | "group", "caption", "file_name", "mimetype", "stanza_id", "is_edited", "is_deleted", "platform" }
/// list    { "id", "type", "from", "to", "fromMe": true, "senderName", "time", "body": "…" | { … }, "chatId", "caption", "stanzaId",
///           "delivery_status": "read", "isEdited", "isDeleted" }
/// </code>
/// </summary>
/// <param name="profile">For a listed message, which does not name its own.</param>
/// <param name="chat">The chat that was asked for; what it is called there goes before what the message says.</param>
internal sealed class WappiElement(JsonElement json, string profile = "", string chat = "")
{
    // Wappi's other messengers; a member of the same name may also say what phone the sender has.
    private static readonly string[] Elsewhere = ["telegram", "tg", "max"];

    public JsonElement Json => json;

    public string Profile => profile.Or(json.Text("profile_id"u8));

    public string Id => json.Text("id"u8);

    /// <summary>One that is not told is a text, unless something else says that there is a file.</summary>
    public string Type => json.Text("type"u8).Trim().ToLowerInvariant().Or(MimeType.Length + json.Text("file_link"u8).Length > 0 ? "document" : "chat");

    public string WhType => json.Text("wh_type"u8).Trim().ToLowerInvariant();

    /// <summary>Our number wrote it: by our API call, or on the phone.</summary>
    public bool IsOwn => WhType is "outgoing_message_api" or "outgoing_message_phone" || (json.Flag("is_me"u8) ?? json.Flag("fromMe"u8) ?? false);

    public bool IsEdited => (json.Flag("is_edited"u8) ?? json.Flag("isEdited"u8)) == true;

    public bool IsDeleted => (json.Flag("is_deleted"u8) ?? json.Flag("isDeleted"u8)) == true || Type == "revoked";

    /// <summary>The message that a reaction is about.</summary>
    public string Quoted => json.Text("stanza_id"u8).Or(json.Text("stanzaId"u8)).Or(json.Field("reply_message"u8).Text("id"u8));

    public string Caption => json.Text("caption"u8).Or(json.Field("body"u8).Text("caption"u8));

    public string FileName => json.Text("file_name"u8).Or(json.Text("fileName"u8)).Or(json.Field("body"u8).Text("fileName"u8));

    public string MimeType => json.Text("mimetype"u8).Or(json.Text("mime_type"u8)).Or(json.Field("body"u8).Text("mimetype"u8));

    public long Size => Math.Max(json.Field("media_info"u8).Count("size"u8), Math.Max(json.Count("file_size"u8), json.Field("body"u8).Count("fileLength"u8)));

    /// <summary>
    /// The other side: bare digits, or <c>…@lid</c>; empty if nobody is named. A status report may name the two sides and no chat, and does not say which
    /// of them is us: what it reports of is always our own message.
    /// </summary>
    public string Chat => Plain(chat.Or(json.Text("chatId"u8)).Or(json.Text("chat_id"u8)).Or(IsOwn || IsReport ? json.Text("to"u8) : json.Text("from"u8)));

    /// <summary>E.164, or empty: a lid has no number, unless the element says one beside it.</summary>
    public string Phone
    {
        get
        {
            if (!WhatsAppAddress.IsLid(Chat)) return WhatsAppAddress.E164(Chat);
            var other = IsOwn || IsReport ? json.Text("to"u8) : json.Text("from"u8);
            return WhatsAppAddress.E164(WhatsAppAddress.PhoneIn(other)).Or(WhatsAppAddress.E164(json.Text("contact_phone"u8)));
        }
    }

    /// <summary>The sender's name is ours where we wrote.</summary>
    public Contact Contact => new((IsOwn ? json.Text("contact_name"u8) : json.Text("senderName"u8).Or(json.Text("contact_name"u8))).Trim(), Phone, Chat);

    public bool IsReport => WhType is "delivery_status" or "messages_status";

    public bool IsWhatsApp => !Elsewhere.Contains(json.Text("platform"u8).Trim().ToLowerInvariant());

    public bool IsGroup => WhatsAppAddress.IsGroup(Chat) || WhatsAppAddress.IsGroup(json.Text("from"u8)) || WhatsAppAddress.IsGroup(json.Text("to"u8))
        || json.Text("chat_type"u8).Equals("group", StringComparison.OrdinalIgnoreCase) || json.Flag("isGroup"u8) == true;

    /// <summary>A status update, a short code or WhatsApp itself: nobody to answer.</summary>
    public bool IsNobody => WhatsAppAddress.IsBroadcast(Chat) || (!WhatsAppAddress.IsLid(Chat) && Phone.Length == 0);

    /// <summary>As it is called in a list of chats or a message: <c>79000000001@c.us</c> is 79000000001, and a lid stays one.</summary>
    public static string Plain(string address) => WhatsAppAddress.PhoneIn(address).TrimStart('+').Or(WhatsAppAddress.Of(address));

    /// <summary>Unix seconds, or ISO 8601; some own messages tell neither.</summary>
    public DateTimeOffset At(DateTimeOffset receivedAt)
    {
        if (ProviderTime.OfSeconds(json.Count("time"u8), receivedAt) is { } told) return told;
        return DateTimeOffset.TryParse(json.Text("timestamp"u8), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && ProviderTime.IsBelievable(at, receivedAt) ? at : receivedAt;
    }
}
