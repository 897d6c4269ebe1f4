using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

public enum SendStatus
{
    /// <summary>Committed, not yet handed to the provider; can still be withdrawn.</summary>
    Ready,

    /// <summary>Handed over: its call is running, or its process died during it.</summary>
    Claimed,

    /// <summary>The call ended without a clear answer; leaves this only by evidence or by a person's word.</summary>
    Unknown,

    /// <summary>The provider accepted it without naming it; the echo will.</summary>
    AcceptedUnnamed,
}

/// <summary>An intent to send that is not settled yet. The outbox row is the truth about its claim; this is the chat's view of it.</summary>
/// <param name="Epoch">The epoch under which it was made; an AI send goes out only while that is still the chat's.</param>
public sealed record OpenSend(IntentId Intent, MessageId Message, SessionId? Session, Sender Speaker, string Text, long Epoch)
{
    public SendStatus Status { get; init; } = SendStatus.Ready;

    /// <summary>What is sent where it is more than <see cref="Text"/>; null for plain text.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>The business began it by itself, so the live-send switch holds for it.</summary>
    public bool IsInitiative { get; init; }

    /// <summary>Not to be claimed earlier (a safe retry's delay).</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often the provider provably did not take it.</summary>
    public int Postponements { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Completed look-ups, after the request time-out, that showed no copy of it.</summary>
    public int Misses { get; init; }

    /// <summary>When the first of them came; one answer that arrives twice is one miss.</summary>
    public DateTimeOffset? MissedAt { get; init; }

    public int FailedLookUps { get; init; }

    public DateTimeOffset? LookUpAt { get; init; }

    /// <summary>How often it was sent again because an unclear call of it had left no copy.</summary>
    public int Repeats { get; init; }

    /// <summary>When the first call of it was made that ended unclear; a copy of that one may still show itself, also after it was found to be missing.</summary>
    public DateTimeOffset? MayBeOutSince { get; init; }

    /// <summary>When the latest call before the present one was made; null if there was none.</summary>
    public DateTimeOffset? LastCalledAt { get; init; }

    /// <summary>An own-number message that looks like it, seen while the call was running; provisional until the call names its message.</summary>
    public OwnNumberMessage? Echo { get; init; }

    /// <summary>The contact's texts that an agent's send answers; they wait again if it never goes out and nobody else has answered.</summary>
    public ImmutableArray<UnansweredText> Answers { get; init; } = [];

    /// <summary>Of an agent's send, the turn that it belongs to, as all parts of the reply do; 0 for a person's.</summary>
    public int Turn { get; init; }

    /// <summary>No look-up will tell any more whether it arrived; only its echo or the provider's word on it may.</summary>
    public bool IsLeftToAPerson => Status == SendStatus.Unknown && LookUpAt is null;

    /// <summary>An earlier call of it was unclear, or it was refused for over a quarter of a minute: the provider was away, and so perhaps was what people wrote meanwhile.</summary>
    public bool IsLongDue => MayBeOutSince is not null || Postponements >= 4;

    public SentMessage AsSent() => new(Text, Content is MessageContent.Media file ? file.Type : "");
}

/// <summary>A message that the provider reported as sent by the business's own number.</summary>
public sealed record OwnNumberMessage(string ProviderMessageId, string Text, DateTimeOffset At)
{
    public ImmutableArray<Attachment> Attachments { get; init; } = [];
}
