using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

public enum Sender
{
    Contact,
    Ai,
    Human,
}

/// <summary>How far an outgoing message has come. Inbound messages are <see cref="Received"/>.</summary>
public enum DeliveryStatus
{
    Received,
    Queued,
    Accepted,
    Delivered,
    Read,

    /// <summary>A voice message was listened to.</summary>
    Played,
    Failed,

    /// <summary>Maybe sent: the call ended without a clear answer.</summary>
    Unknown,

    /// <summary>Not handed to the provider, because the live-send switch is off.</summary>
    Withheld,

    /// <summary>Never handed to the provider; kept for the history, not shown among the messages.</summary>
    Withdrawn,
}

/// <summary>One message as it is stored. Stored once per (channel, provider message id), by the database.</summary>
/// <param name="Session">Null for a blacklisted contact and for what arrives outside a session.</param>
/// <param name="At">The provider's time for what the provider reported, our time for what we send.</param>
/// <param name="IsLate">Came too old to wake anybody; stored in its place.</param>
/// <param name="ViaChannel">True if we sent it through the provider's API (the API's <c>sent_via_unipile</c>).</param>
public sealed record ChatMessage(
    MessageId Id,
    SessionId? Session,
    Sender Sender,
    string SenderName,
    string Text,
    DateTimeOffset At,
    DeliveryStatus Status,
    string? ProviderMessageId = null,
    IntentId? Intent = null,
    bool ViaChannel = false,
    bool IsLate = false)
{
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>What was sent where it is more than <see cref="Text"/>; null for plain text.</summary>
    public MessageContent? Content { get; init; }
}
