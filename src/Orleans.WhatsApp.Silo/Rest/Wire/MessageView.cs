using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

internal sealed record MessageView
{
    [JsonPropertyName("_id")]
    public required Guid Id { get; init; }
    public required Guid ChatId { get; init; }
    public required Guid? SessionId { get; init; }
    public required Sender Sender { get; init; }

    /// <summary>The contact's name, AI, the user's id, or WhatsApp for what a person wrote on the phone.</summary>
    public required string SenderName { get; init; }

    /// <summary>The user, where one sent it from the dashboard.</summary>
    public required PersonView? SentBy { get; init; }
    public required string Text { get; init; }
    public required bool SentViaUnipile { get; init; }

    /// <summary>received, queued, accepted, delivered, read, failed or unknown (maybe sent).</summary>
    public required DeliveryStatus DeliveryStatus { get; init; }
    public required bool IsLate { get; init; }
    public required bool IsEdited { get; init; }
    public required bool IsDeleted { get; init; }
    public required IReadOnlyList<AttachmentView> Attachments { get; init; }
    public required IReadOnlyList<ReactionView> Reactions { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    public static MessageView Of(MessageRow message, IReadOnlyDictionary<UserId, User> users) => new()
    {
        Id = message.Id.Value,
        ChatId = message.Chat.Value,
        SessionId = message.Session?.Value,
        Sender = message.Sender,
        SenderName = message.SenderName,
        SentBy = UserOf(message) is { } user ? PersonView.Of(user, users) : null,
        Text = message.Text,
        SentViaUnipile = message.ViaChannel,
        DeliveryStatus = message.Status,
        IsLate = message.IsLate,
        IsEdited = message.IsEdited,
        IsDeleted = message.IsDeleted,
        Attachments = AttachmentsOf(message),
        Reactions = Read<ReactionView>(message.ReactionsJson),
        CreatedAt = message.At,
    };

    public static IReadOnlyList<AttachmentView> AttachmentsOf(MessageRow message) =>
        [.. Read<Attachment>(message.AttachmentsJson).Select(one => new AttachmentView(one.Id, one.Kind, one.MimeType, one.FileName, one.Size, one.IsVoiceNote))];

    /// <summary>The user whose id stands as the sender's name, if one does.</summary>
    public static UserId? UserOf(MessageRow message) =>
        message.Sender == Sender.Human && message.ViaChannel && Guid.TryParse(message.SenderName, out var user) ? new UserId(user) : null;

    private static T[] Read<T>(string json) => json.Length <= 2 ? [] : JsonSerializer.Deserialize<T[]>(json, ChatStateJson.Options) ?? [];
}

internal sealed record AttachmentView(string Id, string Kind, string MimeType, string FileName, long Size, bool IsVoiceNote);

internal sealed record ReactionView(string Emoji, string By, DateTimeOffset At);
