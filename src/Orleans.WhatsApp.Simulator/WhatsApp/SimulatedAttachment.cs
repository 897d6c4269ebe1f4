namespace Orleans.WhatsApp.Simulator;

/// <summary>A file in a message. <paramref name="Type"/> is the provider's word: img, video, audio or file.</summary>
public sealed record SimulatedAttachment(string Type, string MimeType, string FileName, ReadOnlyMemory<byte> Content)
{
    public string Id { get; init; } = Ids.New();

    public bool VoiceNote { get; init; }

    public bool IsSticker { get; init; }

    /// <summary>Of a sticker.</summary>
    public bool Animated { get; init; }

    /// <summary>Expired or never synchronised: it is announced, and cannot be downloaded.</summary>
    public bool Unavailable { get; init; }

    public static SimulatedAttachment Image(ReadOnlyMemory<byte> content, string fileName = "photo.jpg") =>
        new("img", "image/jpeg", fileName, content);

    public static SimulatedAttachment Voice(ReadOnlyMemory<byte> content) =>
        new("audio", "audio/ogg; codecs=opus", "voice.ogg", content) { VoiceNote = true };

    public static SimulatedAttachment Video(ReadOnlyMemory<byte> content, string fileName = "video.mp4") =>
        new("video", "video/mp4", fileName, content);

    public static SimulatedAttachment Sticker(ReadOnlyMemory<byte> content, bool animated = false) =>
        new("img", "image/webp", "sticker.webp", content) { IsSticker = true, Animated = animated };

    public static SimulatedAttachment File(ReadOnlyMemory<byte> content, string fileName, string mimeType = "application/pdf") =>
        new("file", mimeType, fileName, content);
}
