using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>Everything a decision can cause. The first group is committed with the state in one transaction; the second is carried out after it.</summary>
public abstract record ChatEffect
{
    private ChatEffect() { }

    public sealed record StoreMessage(ChatMessage Message) : ChatEffect;

    /// <summary>Reaches the message by its provider id, or waits for it.</summary>
    public sealed record MarkMessage(string ProviderMessageId, MessageMark Mark) : ChatEffect;

    /// <summary>The session as it is now; the last one in a decision may be resolved.</summary>
    public sealed record SaveSession(Session Session) : ChatEffect;

    public sealed record QueueSend(OpenSend Send) : ChatEffect;

    /// <summary>A ready send will never go out. Fails the commit if somebody has claimed it meanwhile.</summary>
    public sealed record WithdrawSend(IntentId Intent, MessageId Message, string Reason) : ChatEffect;

    /// <summary>Back to ready: it provably was not sent.</summary>
    public sealed record RequeueSend(IntentId Intent, MessageId Message, DateTimeOffset? NotBefore) : ChatEffect
    {
        /// <summary>It was still ready. Fails the commit if somebody has claimed it meanwhile.</summary>
        public bool IsUnclaimed { get; init; }
    }

    public sealed record MarkSendUnknown(IntentId Intent, MessageId Message) : ChatEffect
    {
        /// <summary>It was still ready. Fails the commit if somebody has claimed it meanwhile.</summary>
        public bool IsUnclaimed { get; init; }
    }

    /// <summary>The provider has it.</summary>
    /// <param name="ProviderMessageId">Null while the provider has not named it.</param>
    public sealed record ConfirmSend(IntentId Intent, MessageId Message, string? ProviderMessageId) : ChatEffect;

    /// <summary>The provider will never send it.</summary>
    public sealed record FailSend(IntentId Intent, MessageId Message, string Code) : ChatEffect
    {
        /// <summary>It was still ready. Fails the commit if somebody has claimed it meanwhile.</summary>
        public bool IsUnclaimed { get; init; }
    }

    /// <summary>What the live-send switch keeps back: it stays in the outbox and never goes out. Fails the commit if somebody has claimed it meanwhile.</summary>
    public sealed record WithholdSend(IntentId Intent, MessageId Message) : ChatEffect;

    /// <summary>A message's attachments as they are now.</summary>
    /// <param name="Text">The message's text from now on; null leaves it.</param>
    public sealed record SaveMedia(MessageId Message, ImmutableArray<Attachment> Attachments, string? Text) : ChatEffect;

    /// <param name="Text">All texts of the turn, joined by newlines.</param>
    /// <param name="OwnMessages">The turn's own messages, which the context leaves out.</param>
    /// <param name="Fresh">Must be a new conversation.</param>
    public sealed record AskAgent(int Turn, int Attempt, SessionId Session, string Text, ImmutableArray<MessageId> OwnMessages, bool Fresh) : ChatEffect;

    /// <summary>Look into a lost conversation for the answer to this turn.</summary>
    public sealed record ReadTranscript(int Turn, int Attempt, string ConversationId, string Text, DateTimeOffset AskedAt) : ChatEffect;

    public sealed record EndConversation : ChatEffect;

    /// <summary>Ask the provider whether a copy of an unclear send exists.</summary>
    public sealed record LookUpSend(IntentId Intent, SentMessage Sent, DateTimeOffset Since) : ChatEffect;

    /// <summary>Instead of a commit: the event is as if it had never come, and its body is not kept.</summary>
    public sealed record DiscardEvent : ChatEffect;

    /// <summary>Fetch what came with a message into the media store, and write out what is said in it.</summary>
    public sealed record FetchMedia(MessageId Message, string ProviderMessageId, ImmutableArray<Attachment> Attachments) : ChatEffect;

    /// <summary>Fetch what passed at the provider since then.</summary>
    public sealed record PullMessages(DateTimeOffset Since) : ChatEffect;
}
