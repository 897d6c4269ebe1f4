using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>Attachments of a message that are being fetched, or will be tried again.</summary>
/// <param name="Text">What the message says beside them.</param>
/// <param name="RetryAt">Looked at again then, whether or not anything has been heard of the try before.</param>
public sealed record OpenMedia(MessageId Message, string ProviderMessageId, string Text, ImmutableArray<Attachment> Attachments, DateTimeOffset RetryAt)
{
    /// <summary>How many are open at most; what comes beyond waits for a person to ask for it.</summary>
    public const int Most = 32;

    /// <summary>Tries that have ended without success.</summary>
    public int Failures { get; init; }

    public bool HoldsRecording => Attachments.Any(attachment => attachment.IsRecording);
}
