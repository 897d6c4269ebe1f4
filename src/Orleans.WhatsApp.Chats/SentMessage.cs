namespace Orleans.WhatsApp.Chats;

/// <summary>
/// A send of ours as the provider shows it, to be known again: WhatsApp trims what is sent, writes line ends its own way, and keeps no caption of a recording.
/// </summary>
/// <param name="Text">Of a file its caption.</param>
/// <param name="FileType">As <see cref="MessageContent.Media.Type"/>; empty for what goes without a file.</param>
public sealed record SentMessage(string Text, string FileType = "")
{
    /// <summary>Nothing but its kind tells it from other files.</summary>
    public bool HasNoWords => FileType == "audio" || (FileType.Length > 0 && Text.Length == 0);

    public bool IsShownAs(OwnNumberMessage message) => HasFileOf(message) && (FileType == "audio" || Plain(Text) == Plain(message.Text));

    /// <summary>What is the same of a text however it comes back.</summary>
    internal static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();

    /// <summary>What was sent as a document some providers show as what it holds.</summary>
    private bool HasFileOf(OwnNumberMessage message) => message.Attachments switch
    {
        { IsDefaultOrEmpty: true } => FileType.Length == 0,
        [var file] => FileType == "document" || (FileType.Length > 0 && file.Kind == MessageContent.Media.KindOf(FileType)),
        _ => false,
    };
}
