using System.Text.Json.Serialization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>How many rows of each kind went.</summary>
/// <param name="Events">Bodies of the provider's events.</param>
internal sealed record ErasedCounts(long Messages, long Marks, long Sessions, long Timeline, long Events, long Sends, long Aliases)
{
    public static ErasedCounts Of(ErasedRows rows) =>
        new(rows.Messages, rows.Marks, rows.Sessions, rows.Timeline, rows.Events, rows.Sends, rows.Aliases);
}

/// <param name="Chats">Those that went now; none if there was nothing left.</param>
/// <param name="Blacklist">Entries that were taken off the blacklist.</param>
/// <param name="InFlight">A message was with the provider already and may still arrive at the contact.</param>
internal sealed record ErasedContact(Guid RequestId, IReadOnlyList<Guid> Chats, ErasedCounts Erased, int Blacklist, bool InFlight);

/// <summary>One chat of the record. It names nobody.</summary>
/// <param name="RequestId">The same for all chats that were erased in one go.</param>
/// <param name="ErasedBy">The user's id.</param>
internal sealed record ErasureView(Guid RequestId, Guid ChatId, Guid ChannelId, DateTimeOffset ErasedAt, Guid ErasedBy, ErasedCounts Erased)
{
    public static ErasureView Of(ErasureEntry entry) =>
        new(entry.Request, entry.Chat.Value, entry.Channel.Value, entry.At, entry.By.Value, ErasedCounts.Of(entry.Rows));
}

/// <summary>A chat as the export begins it; its sessions, messages and timeline follow in the same object.</summary>
internal record ExportedChat(
    [property: JsonPropertyName("_id")] Guid Id, Guid ChannelId, string Provider, string ProviderChatId, IReadOnlyList<string> FormerProviderChatIds, string ContactName,
    string ContactPhone, string ContactAddress, bool IsClosed, string? Attention, long Epoch, int MessageCount, string LastMessagePreview, DateTimeOffset? LastMessageAt,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ExportedChat Of(ContactChat chat, IReadOnlyList<string> aliases) => new(
        chat.Key.Chat.Value, chat.Key.Channel.Value, chat.Provider, chat.ProviderChatId, aliases, chat.Contact.Name, chat.Contact.Phone, chat.Contact.Address,
        chat.IsClosed, chat.Attention, chat.Epoch, chat.MessageCount, chat.LastMessagePreview, chat.LastMessageAt, chat.CreatedAt, chat.UpdatedAt);
}

/// <summary>The export as its reader sees it; it is written piece by piece.</summary>
/// <param name="Complete">The last member, always true: a document without it broke off.</param>
internal sealed record ExportedContact(
    DateTimeOffset ExportedAt, Guid TenantId, IReadOnlyList<ExportedBlacklistEntry> Blacklist, IReadOnlyList<ExportedWholeChat> Chats, bool Complete);

/// <summary>A chat of the export with all that belongs to it.</summary>
internal sealed record ExportedWholeChat(
    Guid Id, Guid ChannelId, string Provider, string ProviderChatId, IReadOnlyList<string> FormerProviderChatIds, string ContactName, string ContactPhone,
    string ContactAddress, bool IsClosed, string? Attention, long Epoch, int MessageCount, string LastMessagePreview, DateTimeOffset? LastMessageAt, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt) : ExportedChat(
        Id, ChannelId, Provider, ProviderChatId, FormerProviderChatIds, ContactName, ContactPhone, ContactAddress, IsClosed, Attention, Epoch, MessageCount,
        LastMessagePreview, LastMessageAt, CreatedAt, UpdatedAt)
{
    public required IReadOnlyList<SessionView> Sessions { get; init; }
    public required IReadOnlyList<ExportedMessage> Messages { get; init; }
    public required IReadOnlyList<ExportedMark> MarksWithoutMessage { get; init; }
    public required IReadOnlyList<TimelineView> Timeline { get; init; }
    public required IReadOnlyList<ExportedEvent> UndecidedEvents { get; init; }
}

internal sealed record ExportedMessage(
    [property: JsonPropertyName("_id")] Guid Id, Guid? SessionId, Sender Sender, string SenderName, string Text, DateTimeOffset At, DeliveryStatus DeliveryStatus, string? ProviderMessageId,
    bool SentViaUnipile, bool IsLate, DateTimeOffset? EditedAt, DateTimeOffset? DeletedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReadAt, DateTimeOffset? PlayedAt,
    DateTimeOffset StoredAt, string? FailureCode, ContentWire? Content, IReadOnlyList<AttachmentView> Attachments, IReadOnlyList<ExportedFile> Files, IReadOnlyList<ExportedMark> Marks)
{
    public static ExportedMessage Of(KeptMessage kept, IEnumerable<KeptMark> marks, IReadOnlyList<ExportedFile> files)
    {
        var message = kept.Message;
        return new(
            message.Id.Value, message.Session?.Value, message.Sender, message.SenderName, message.Text, message.At,
            message.Status, message.ProviderMessageId, message.ViaChannel, message.IsLate, kept.EditedAt, kept.DeletedAt,
            kept.DeliveredAt, kept.ReadAt, kept.PlayedAt, kept.StoredAt, message.FailureCode.Length > 0 ? message.FailureCode : null, ContentWire.Of(message.ContentJson),
            MessageView.AttachmentsOf(message, ChatStateJson.ReadAttachments(message.AttachmentsJson)), files, [.. marks.Select(ExportedMark.Of)]);
    }
}

/// <param name="Index">Which of the message's attachments it is, from 0.</param>
/// <param name="Content">The bytes, as base64.</param>
internal sealed record ExportedFile(int Index, string MimeType, byte[] Content);

/// <param name="Kind">edited, deleted, delivered, read or reaction.</param>
internal sealed record ExportedMark(string ProviderMessageId, string Kind, string By, string Value, DateTimeOffset At)
{
    public static ExportedMark Of(KeptMark mark) => new(mark.ProviderMessageId, mark.Kind, mark.By, mark.Value, mark.At);
}

/// <param name="Body">As the provider sent it.</param>
internal sealed record ExportedEvent(string Kind, string ProviderMessageId, DateTimeOffset ReceivedAt, string Body);

internal sealed record ExportedBlacklistEntry(string Phone, DateTimeOffset AddedAt);
