using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The payload of a <c>messaging</c> webhook, with the keys of live captures.</summary>
internal static class MessagingEvent
{
    public static JsonObject Payload(string eventName, SimulatedChat chat, SimulatedMessage message, string? webhookName, SimulatedContact? reactedBy)
    {
        var payload = new JsonObject
        {
            ["event"] = eventName,
            ["account_id"] = chat.Account.Id,
            ["account_type"] = "WHATSAPP",
            ["account_info"] = new JsonObject { ["type"] = "WHATSAPP", ["phone_number"] = chat.Account.PhoneNumber },
            ["webhook_name"] = webhookName,
            ["chat_id"] = chat.Id,
            // A one-to-one chat lists only the counterparty.
            ["attendees"] = new JsonArray(Attendees.Of(chat.Contact)),
            ["sender"] = message.FromBusiness ? Attendees.Of(chat.Account) : Attendees.Of(chat.Contact),
            ["subject"] = chat.GroupSubject,
            ["message"] = message.Text,
            ["message_id"] = message.Id,
            ["timestamp"] = Wire.Time(message.At),
            ["attachments"] = Wire.Array(message.Attachments.Select(Attachments.InWebhook)),
            ["is_sender"] = message.FromBusiness,
            ["provider_chat_id"] = chat.ProviderId,
            ["provider_message_id"] = message.ProviderId,
            ["is_event"] = message.EventType is null ? 0 : 1,
            ["chat_pinned"] = 0,
            ["quoted"] = Attachments.Quoted(chat, message.Quoted),
            ["is_forwarded"] = null,
            ["chat_content_type"] = null,
            ["message_type"] = null,
            ["is_group"] = chat.IsGroup,
            ["folder"] = new JsonArray("INBOX"),
        };
        if (message.EventType is { } eventType) payload["event_type"] = eventType;
        if (eventName is "message_reaction")
        {
            payload["reaction"] = message.Reaction ?? "";
            payload["reaction_sender"] = Attendees.Of(reactedBy ?? chat.Contact);
        }

        if (eventName is "message_read") payload["read_by"] = new JsonArray(Attendees.Of(chat.Contact));
        return payload;
    }
}
