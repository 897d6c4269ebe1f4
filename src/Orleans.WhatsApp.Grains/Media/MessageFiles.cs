using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>Which files of the media store belong to a message.</summary>
public static class MessageFiles
{
    /// <param name="content">As stored; a file that was sent lies under the key of its upload.</param>
    public static IReadOnlyList<MediaKey> Of(ChatKey chat, MessageId message, ImmutableArray<Attachment> attachments, string? content) =>
        [.. attachments.Select((attachment, index) => (attachment, index)).Where(one => one.attachment.State == MediaState.Kept).Select(one => KeyOf(chat.Tenant, chat.Chat, message, one.index, content))];

    public static MediaKey KeyOf(TenantId tenant, ChatId chat, MessageId message, int index, string? content) => ChatStateJson.ReadContent(content ?? "") is MessageContent.Media file
        ? new MediaKey(tenant, chat, file.Key)
        : MediaKey.Of(tenant, chat, message, index);
}
