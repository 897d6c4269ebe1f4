using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Storage.Chats;

internal static class MessageStatements
{
    private const string InsertMessage = """
        insert into messages (
          tenant_id, id, channel_id, chat_id, session_id, sender, sender_name, text, at, status, provider_message_id, intent_id, via_channel, is_late, attachments, content, stored_at)
        values (
          @tenant, @id, @channel, @chat, @session, @sender, @sender_name, @text, @at, @status, @provider_message_id, @intent, @via_channel, @is_late, @attachments, @content, @now)
        on conflict do nothing
        """;

    public static IEnumerable<Statement> Store(ChatKey chat, ChatMessage message, DateTimeOffset now)
    {
        yield return Insert(chat, message, now) with { Together = Together.Messages };
        // From here on its file is the message's.
        if (message.Content is MessageContent.Media file) yield return UploadRows.Delete(new MediaKey(chat.Tenant, chat.Chat, file.Key));
        if (message.ProviderMessageId is not { } providerMessageId) yield break;
        foreach (var statement in MarkStatements.TakeFromShelfOfNew(chat, providerMessageId)) yield return statement;
    }

    public static Statement Insert(ChatKey chat, ChatMessage message, DateTimeOffset now) => new(
        InsertMessage,
        ("tenant", chat.Tenant.Value),
        ("id", message.Id.Value),
        ("channel", chat.Channel.Value),
        ("chat", chat.Chat.Value),
        ("session", message.Session?.Value),
        ("sender", message.Sender.Word()),
        ("sender_name", message.SenderName),
        ("text", message.Text),
        ("at", message.At),
        ("status", message.Status.Word()),
        ("provider_message_id", message.ProviderMessageId),
        ("intent", message.Intent?.Value),
        ("via_channel", message.ViaChannel),
        ("is_late", message.IsLate),
        ("attachments", ChatStateJson.WriteAttachments(message.Attachments)),
        ("content", message.Content is null ? null : ChatStateJson.WriteContent(message.Content)),
        ("now", now));

    private const string UpdateMedia = """
        update messages set attachments = @attachments, text = coalesce(@text, text)
        where tenant_id = @tenant and id = @message
        """;

    public static Statement Save(ChatKey chat, ChatEffect.SaveMedia media) => new(
        UpdateMedia, ("tenant", chat.Tenant.Value), ("message", media.Message.Value), ("attachments", ChatStateJson.WriteAttachments(media.Attachments)), ("text", media.Text));
}
