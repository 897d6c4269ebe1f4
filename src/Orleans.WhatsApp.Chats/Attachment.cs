namespace Orleans.WhatsApp.Chats;

/// <summary>Where an attachment's bytes are.</summary>
public enum MediaState
{
    /// <summary>With the provider only, or there are none.</summary>
    Unfetched,

    /// <summary>On their way here.</summary>
    Pending,

    /// <summary>In the media store.</summary>
    Kept,

    /// <summary>Given up; a person may ask for them again.</summary>
    Failed,
}

/// <summary>Something that came with a message, or was sent with one. The bytes are in the media store.</summary>
/// <param name="Id">What the provider calls it.</param>
/// <param name="Kind">
/// img, video, audio, file or sticker; location, contact and order, of which <paramref name="FileName"/> says it all; unsupported; or what the provider calls it.
/// </param>
public sealed record Attachment(string Id, string Kind, string MimeType = "", string FileName = "", long Size = 0, bool IsVoiceNote = false)
{
    public MediaState State { get; init; }

    /// <summary>Why it could not be fetched or transcribed; empty otherwise.</summary>
    public string Code { get; init; } = "";

    /// <summary>What was said in it is the message's text.</summary>
    public bool IsTranscribed { get; init; }

    /// <summary>There is something to fetch.</summary>
    public bool HasBytes => Id.Length > 0 && Kind is not ("location" or "contact" or "order" or "unsupported");

    public bool IsRecording => HasBytes && (Kind == "audio" || IsVoiceNote);

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
