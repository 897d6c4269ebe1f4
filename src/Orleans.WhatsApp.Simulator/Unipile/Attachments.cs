using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Webhooks and REST name the fields of an attachment differently.</summary>
internal static class Attachments
{
    public static JsonNode InWebhook(SimulatedAttachment attachment)
    {
        var json = new JsonObject
        {
            ["attachment_id"] = attachment.Id,
            ["attachment_type"] = attachment.Type,
            ["attachment_url"] = null,
            ["attachment_size"] = attachment.Content.Length,
            ["attachment_name"] = attachment.FileName,
            ["mimetype"] = attachment.MimeType,
            ["unavailable"] = attachment.Unavailable,
        };
        if (attachment.Type is "audio") json["voice_note"] = attachment.VoiceNote;
        if (attachment.Type is "img") json["sticker"] = attachment.IsSticker;
        return json;
    }

    public static JsonNode InRest(SimulatedAttachment attachment)
    {
        var json = new JsonObject
        {
            ["id"] = attachment.Id,
            ["type"] = attachment.Type,
            ["unavailable"] = attachment.Unavailable,
            ["mimetype"] = attachment.MimeType,
            ["file_size"] = attachment.Content.Length,
            ["file_name"] = attachment.FileName,
        };
        if (attachment.Type is "audio") json["voice_note"] = attachment.VoiceNote;
        if (attachment.Type is "img") json["sticker"] = attachment.IsSticker;
        return json;
    }

    public static JsonNode? Quoted(SimulatedChat chat, SimulatedMessage? quoted) => quoted is null ? null : new JsonObject
    {
        ["provider_id"] = quoted.ProviderId,
        ["sender_id"] = quoted.FromBusiness ? chat.Account.ProviderId : chat.Contact.ProviderId,
        ["text"] = quoted.Text,
        ["attachments"] = Wire.Array(quoted.Attachments.Select(InRest)),
    };
}
