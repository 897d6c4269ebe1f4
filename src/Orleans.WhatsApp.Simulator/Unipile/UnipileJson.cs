using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The objects of the REST interface.</summary>
internal static class UnipileJson
{
    public static JsonObject Account(SimulatedAccount account) => new()
    {
        ["object"] = "Account",
        ["id"] = account.Id,
        ["type"] = "WHATSAPP",
        ["name"] = account.Name,
        ["created_at"] = Wire.Time(account.CreatedAt),
        ["connection_params"] = new JsonObject { ["im"] = new JsonObject { ["phone_number"] = account.PhoneNumber } },
        ["sources"] = new JsonArray(new JsonObject { ["id"] = account.Id + "_MESSAGING", ["status"] = account.Status.InPayload() }),
        ["groups"] = new JsonArray(),
    };

    public static JsonObject Checkpoint(string accountId, string qrCode) => new()
    {
        ["object"] = "Checkpoint",
        ["account_id"] = accountId,
        ["checkpoint"] = new JsonObject { ["type"] = "QRCODE", ["qrcode"] = qrCode },
    };

    public static JsonObject Chat(SimulatedChat chat)
    {
        var messages = chat.Messages;
        return new JsonObject
        {
            ["object"] = "Chat",
            ["id"] = chat.Id,
            ["account_id"] = chat.Account.Id,
            ["account_type"] = "WHATSAPP",
            ["provider_id"] = chat.ProviderId,
            ["attendee_provider_id"] = chat.IsGroup ? null : chat.Contact.ProviderId,
            ["attendee_public_identifier"] = chat.IsGroup || chat.Contact.ShownAs is ContactAddress.LidOnly ? null : chat.Contact.PhoneId,
            ["name"] = chat.GroupSubject ?? chat.Contact.Name,
            ["type"] = chat.IsGroup ? 1 : 0,
            ["timestamp"] = messages.Count > 0 ? Wire.Time(messages[^1].At) : null,
            ["unread_count"] = messages.Count(message => !message.FromBusiness && !message.Seen),
            ["archived"] = 0,
            ["muted_until"] = null,
            ["read_only"] = 0,
        };
    }

    public static JsonObject Message(SimulatedChat chat, SimulatedMessage message)
    {
        var json = new JsonObject
        {
            ["object"] = "Message",
            ["id"] = message.Id,
            ["account_id"] = message.AccountId,
            ["chat_id"] = message.ChatId,
            ["chat_provider_id"] = chat.ProviderId,
            ["provider_id"] = message.ProviderId,
            ["sender_id"] = message.FromBusiness ? chat.Account.ProviderId : chat.Contact.ProviderId,
            ["sender_attendee_id"] = message.FromBusiness ? Attendees.IdOf(chat.Account) : Attendees.IdOf(chat.Contact),
            ["text"] = message.Text,
            ["is_sender"] = Bit(message.FromBusiness),
            ["timestamp"] = Wire.Time(message.At),
            ["attachments"] = Wire.Array(message.Attachments.Select(Attachments.InRest)),
            ["reactions"] = Reactions(chat, message),
            ["seen"] = Bit(message.Seen),
            ["seen_by"] = new JsonObject(),
            ["delivered"] = Bit(message.Delivered),
            ["edited"] = Bit(message.Edited),
            ["deleted"] = Bit(message.Deleted),
            ["hidden"] = 0,
            ["is_event"] = Bit(message.EventType is not null),
            ["behavior"] = null,
            ["original"] = "{}",
        };
        if (message.EventType is { } eventType) json["event_type"] = eventType;
        if (message.Quoted is not null) json["quoted"] = Attachments.Quoted(chat, message.Quoted);
        return json;
    }

    public static JsonObject Attendee(SimulatedChat chat) => new()
    {
        ["object"] = "ChatAttendee",
        ["id"] = Attendees.IdOf(chat.Contact),
        ["account_id"] = chat.Account.Id,
        ["provider_id"] = chat.Contact.ProviderId,
        ["name"] = chat.Contact.Name,
        ["is_self"] = 0,
        ["hidden"] = 0,
        ["picture_url"] = null,
        ["profile_url"] = null,
        ["specifics"] = Attendees.Specifics(chat.Contact),
        ["public_identifier"] = chat.Contact.ShownAs is ContactAddress.LidOnly ? null : chat.Contact.PhoneId,
    };

    private static JsonArray Reactions(SimulatedChat chat, SimulatedMessage message) => message.Reaction is null
        ? []
        : [new JsonObject { ["value"] = message.Reaction, ["sender_id"] = chat.Contact.ProviderId, ["is_sender"] = false }];

    private static int Bit(bool value) => value ? 1 : 0;
}
