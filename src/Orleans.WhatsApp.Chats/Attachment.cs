namespace Orleans.WhatsApp.Chats;

/// <summary>Something that came with a message. The bytes stay with the provider until a later part fetches them.</summary>
/// <param name="Kind">img, video, audio, file, sticker or what the provider calls it.</param>
public sealed record Attachment(string Id, string Kind, string MimeType = "", string FileName = "", long Size = 0, bool IsVoiceNote = false)
{
    /// <summary>How the attachment reads where only text goes, for example to an agent.</summary>
    public string AsText() => FileName.Length > 0 ? $"[{Label}: {FileName}]" : $"[{Label}]";

    private string Label => Kind switch
    {
        "img" => "image",
        "audio" when IsVoiceNote => "voice note",
        "" => "attachment",
        _ => Kind,
    };
}
