using System.Collections.Immutable;
using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// A delivery of the <c>messaging</c> source. Only event, account_id, chat_id and message_id can be relied on:
/// <code>
/// { "event": "message_received", "account_id": "…", "account_type": "WHATSAPP", "account_info": { "user_id" | "phone_number" },
///   "chat_id": "…", "message_id": "…", "provider_chat_id": "…@lid", "timestamp": "2026-05-18T19:44:12.000Z",
///   "message": "text" | null | { "text" }, "is_sender": false | 0 | absent, "sender": { … }, "attendees": [ … ], "attachments": [ … ],
///   "is_event": 0, "is_group": false, "reaction"?, "reaction_sender"? }
/// </code>
/// Or one of <c>account_status</c>, which has <c>AccountStatus</c> alone. What is missing or of another kind is empty.
/// </summary>
internal sealed class UnipileDelivery
{
    public bool IsObject { get; private set; }
    public JsonElement AccountStatus { get; private set; }
    public string Event { get; private set; } = "";
    public string AccountId { get; private set; } = "";
    public string AccountType { get; private set; } = "";
    public UnipileAccountInfo AccountInfo { get; private set; } = UnipileAccountInfo.None;
    public string ChatId { get; private set; } = "";
    public string MessageId { get; private set; } = "";
    public string ProviderChatId { get; private set; } = "";
    public string Timestamp { get; private set; } = "";
    public string Message { get; private set; } = "";
    public bool? IsSender { get; private set; }
    public bool? IsEvent { get; private set; }
    public bool? IsGroup { get; private set; }
    public UnipilePerson? Sender { get; private set; }
    public List<UnipilePerson> Attendees { get; } = [];
    public ImmutableArray<Attachment> Attachments { get; private set; } = [];
    public string Reaction { get; private set; } = "";
    public UnipilePerson? ReactionSender { get; private set; }

    /// <summary>Null if it is no JSON.</summary>
    public static UnipileDelivery? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            var delivery = new UnipileDelivery();
            if (reader.EntersObject())
            {
                delivery.IsObject = true;
                while (reader.NextMember()) delivery.ReadMember(ref reader);
            }

            // What follows it has to be nothing.
            reader.Read();
            return delivery;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // In the order in which they mostly come. One that comes twice is as it comes last.
    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.Is("event"u8)) Event = reader.Text();
        else if (reader.Is("account_type"u8)) AccountType = reader.Text();
        else if (reader.Is("account_id"u8)) AccountId = reader.Text();
        else if (reader.Is("account_info"u8)) AccountInfo = UnipileAccountInfo.Read(ref reader);
        else if (reader.Is("chat_id"u8)) ChatId = reader.Text();
        else if (reader.Is("message_id"u8)) MessageId = reader.Text();
        else if (reader.Is("message"u8)) Message = reader.TextOrIn("text"u8);
        else if (reader.Is("timestamp"u8)) Timestamp = reader.Text();
        else if (reader.Is("is_sender"u8)) IsSender = reader.Flag();
        else if (reader.Is("sender"u8)) Sender = UnipilePerson.Read(ref reader);
        else if (reader.Is("attendees"u8)) ReadAttendees(ref reader);
        else if (reader.Is("provider_chat_id"u8)) ProviderChatId = reader.Text();
        else if (reader.Is("is_event"u8)) IsEvent = reader.Flag();
        else if (reader.Is("is_group"u8)) IsGroup = reader.Flag();
        else if (reader.Is("attachments"u8)) Attachments = UnipileAttachments.Read(ref reader);
        else if (reader.Is("reaction"u8)) Reaction = reader.TextOrIn("value"u8);
        else if (reader.Is("reaction_sender"u8)) ReactionSender = UnipilePerson.Read(ref reader);
        else if (reader.Is("AccountStatus"u8)) AccountStatus = reader.Value();
        else reader.Skip();
    }

    private void ReadAttendees(ref Utf8JsonReader reader)
    {
        Attendees.Clear();
        if (!reader.EntersList()) return;
        while (reader.NextItem())
            if (UnipilePerson.ReadItem(ref reader) is { } person) Attendees.Add(person);
    }
}
