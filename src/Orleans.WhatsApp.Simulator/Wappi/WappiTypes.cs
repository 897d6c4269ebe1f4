namespace Orleans.WhatsApp.Simulator;

/// <summary>Wappi's words for kinds of messages.</summary>
internal static class WappiTypes
{
    public static string Of(SimulatedMessage message) => message switch
    {
        { Content: MessageContent.Location } => "location",
        { Content: MessageContent.ContactCard } => "vcard",
        { Content: MessageContent.Unsupported unsupported } => unsupported.Type,
        { Attachments: [var file, ..] } => Of(file),
        _ => "chat",
    };

    public static string Of(SimulatedAttachment file) => file switch
    {
        { IsSticker: true } => "sticker",
        { Type: "img" } => "image",
        { Type: "audio", VoiceNote: true } => "ptt",
        { Type: "video" or "audio" } => file.Type,
        _ => "document",
    };

    public static string Card(MessageContent.ContactCard card) =>
        $"BEGIN:VCARD\nVERSION:3.0\nFN:{card.Name}\nTEL;type=CELL;waid={PhoneNumber.Digits(card.Phone)}:{card.Phone}\nEND:VCARD";
}
