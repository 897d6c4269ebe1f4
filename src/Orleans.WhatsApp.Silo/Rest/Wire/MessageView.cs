using System.Collections.Immutable;
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

    /// <summary>received, queued, accepted, delivered, read, played, failed, withheld (live send is off) or unknown (maybe sent).</summary>
    public required DeliveryStatus DeliveryStatus { get; init; }
    public required bool IsLate { get; init; }
    public required bool IsEdited { get; init; }
    public required bool IsDeleted { get; init; }
    public required IReadOnlyList<AttachmentView> Attachments { get; init; }

    /// <summary>The text is what is said in the recording.</summary>
    public required bool IsTranscribed { get; init; }

    /// <summary>What was sent where it is more than text.</summary>
    public required ContentWire? Content { get; init; }

    /// <summary>Why it did not arrive; null unless it did not.</summary>
    public required FailureView? Failure { get; init; }

    /// <summary>When the channel's pace lets it go; null unless it waits for that.</summary>
    public required DateTimeOffset? QueuedUntil { get; init; }
    public required IReadOnlyList<ReactionView> Reactions { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    public static MessageView Of(MessageRow message, IReadOnlyDictionary<UserId, User> users) => Of(message, ChatStateJson.ReadAttachments(message.AttachmentsJson), users);

    private static MessageView Of(MessageRow message, ImmutableArray<Attachment> attachments, IReadOnlyDictionary<UserId, User> users) => new()
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
        Attachments = AttachmentsOf(message, attachments),
        IsTranscribed = attachments.Any(attachment => attachment.IsTranscribed),
        Content = ContentWire.Of(message.ContentJson),
        Failure = message.Status == WhatsApp.Chats.DeliveryStatus.Failed ? FailureView.Of(message.FailureCode) : null,
        QueuedUntil = message.QueuedUntil,
        Reactions = Read<ReactionView>(message.ReactionsJson),
        CreatedAt = message.At,
    };

    public static IReadOnlyList<AttachmentView> AttachmentsOf(MessageRow message, ImmutableArray<Attachment> attachments) =>
        [.. attachments.Select((one, index) => new AttachmentView(one.Id, one.Kind, one.MimeType, one.FileName, one.Size, one.IsVoiceNote)
        {
            State = one.State,
            Url = one.State == MediaState.Kept ? $"/api/whatsapp/chats/{message.Chat.Value}/messages/{message.Id.Value}/media/{index}" : null,
            Code = one.Code.Length > 0 ? one.Code : null,
        })];

    /// <summary>The user whose id stands as the sender's name, if one does.</summary>
    public static UserId? UserOf(MessageRow message) =>
        message.Sender == Sender.Human && message.ViaChannel && Guid.TryParse(message.SenderName, out var user) ? new UserId(user) : null;

    private static T[] Read<T>(string json) => json.Length <= 2 ? [] : JsonSerializer.Deserialize<T[]>(json, ChatStateJson.Options) ?? [];
}

/// <param name="Kind">img, video, audio, file or sticker; location, contact and order, of which the file's name says it all; unsupported.</param>
/// <param name="Size">In bytes; 0 if unknown.</param>
internal sealed record AttachmentView(string Id, string Kind, string MimeType, string FileName, long Size, bool IsVoiceNote)
{
    public MediaState State { get; init; }

    /// <summary>Where the bytes are, at this gateway; null while they are not here.</summary>
    public string? Url { get; init; }

    /// <summary>Why it could not be fetched or written out.</summary>
    public string? Code { get; init; }
}

internal sealed record ReactionView(string Emoji, string By, DateTimeOffset At);
