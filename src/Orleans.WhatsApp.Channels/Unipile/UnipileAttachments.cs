using System.Collections.Immutable;
using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// Both spellings, which webhooks mix:
/// <code>
/// webhook { "attachment_id", "attachment_type": "img|video|audio|file", "attachment_size": 2048, "attachment_name"?, "mimetype", "voice_note"?, "sticker"? }
/// REST    { "id", "type", "file_size": 2048 | "2048", "size": { "width", "height" }, "file_name"?, "mimetype"?, "voice_note"?, "sticker"? }
/// </code>
/// </summary>
internal static class UnipileAttachments
{
    public static ImmutableArray<Attachment> Read(JsonElement message) => [.. message.Items("attachments"u8).Select(ReadOne).OfType<Attachment>()];

    /// <summary>The member whose name was read.</summary>
    public static ImmutableArray<Attachment> Read(ref Utf8JsonReader reader)
    {
        if (!reader.EntersList()) return [];
        var attachments = new List<Attachment>();
        while (reader.NextItem())
            if (ReadOne(JsonElement.ParseValue(ref reader)) is { } attachment) attachments.Add(attachment);
        return [.. attachments];
    }

    private static Attachment? ReadOne(JsonElement attachment)
    {
        var id = attachment.Text("attachment_id"u8).Or(attachment.Text("id"u8));
        var kind = attachment.Text("attachment_type"u8).Or(attachment.Text("type"u8));
        var mimeType = attachment.Text("mimetype"u8);
        if (id.Length + kind.Length + mimeType.Length == 0) return null;
        return new(
            id,
            attachment.Flag("sticker"u8) == true ? "sticker" : kind,
            mimeType,
            attachment.Text("attachment_name"u8).Or(attachment.Text("file_name"u8)),
            Math.Max(attachment.Count("attachment_size"u8), attachment.Count("file_size"u8)),
            attachment.Flag("voice_note"u8) == true);
    }
}
