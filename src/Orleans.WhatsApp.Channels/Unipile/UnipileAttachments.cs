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
    public static ImmutableArray<Attachment> Read(JsonElement message) => [.. message.Items("attachments").Select(ReadOne).OfType<Attachment>()];

    private static Attachment? ReadOne(JsonElement attachment)
    {
        var id = attachment.Text("attachment_id").Or(attachment.Text("id"));
        var kind = attachment.Text("attachment_type").Or(attachment.Text("type"));
        var mimeType = attachment.Text("mimetype");
        if (id.Length + kind.Length + mimeType.Length == 0) return null;
        return new(
            id,
            attachment.Flag("sticker") == true ? "sticker" : kind,
            mimeType,
            attachment.Text("attachment_name").Or(attachment.Text("file_name")),
            Math.Max(attachment.Count("attachment_size"), attachment.Count("file_size")),
            attachment.Flag("voice_note") == true);
    }
}
