using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

public enum SessionStatus
{
    Waiting,
    Active,
    Resolved,
}

/// <summary>How a session ended (the API's <c>resolved_by</c>).</summary>
public enum ResolvedBy
{
    Human,
    AiTimeout,
    Manual,
    Timeout,
}

/// <summary>One stretch of a chat. Deadlines are data: absolute times, each meaning "look again then".</summary>
public sealed record Session(SessionId Id, int Number, DateTimeOffset StartedAt, DateTimeOffset GraceEndsAt)
{
    public SessionStatus Status { get; init; } = SessionStatus.Waiting;

    public ResolvedBy? ResolvedBy { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The provider's time of the contact message that opened the session; what a person wrote before it belongs to the past.</summary>
    public DateTimeOffset FirstMessageAt { get; init; }

    /// <summary>The dashboard user who holds the chat; null while nobody does, and when a person answered from the phone.</summary>
    public UserId? TakenOverBy { get; init; }

    public string TakenOverByName { get; init; } = "";

    /// <summary>Set whenever a person holds the chat, from the dashboard or from the phone.</summary>
    public DateTimeOffset? TakenOverAt { get; init; }

    /// <summary>When a person last gave the chat back; what people wrote before that does not take it away again.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>When the first text of the running buffer came; the buffer's hard cap counts from here.</summary>
    public DateTimeOffset? BufferStartedAt { get; init; }

    public DateTimeOffset? BufferEndsAt { get; init; }

    /// <summary>When an active session ends for want of any message.</summary>
    public DateTimeOffset? InactiveAt { get; init; }

    /// <summary>The latest turn of the agent, outstanding or answered; null before the first and after a person came between.</summary>
    public Turn? Turn { get; init; }

    public string? ConversationId { get; init; }

    public DateTimeOffset? ConversationCreatedAt { get; init; }

    public DateTimeOffset? LastAgentInteractionAt { get; init; }

    public int MessageCount { get; init; }
}

/// <summary>One question to the agent. Asked at most twice, accepted from one attempt only.</summary>
/// <param name="Number">Counts up over the whole chat.</param>
/// <param name="Attempt">1 or 2.</param>
/// <param name="AnswerDueAt">The answer deadline counts from the commit of the ask, whether or not a socket ever opened.</param>
public sealed record Turn(int Number, int Attempt, DateTimeOffset AskedAt, DateTimeOffset AnswerDueAt)
{
    /// <summary>The contact's texts that this turn passes on.</summary>
    public ImmutableArray<UnansweredText> Texts { get; init; } = [];

    /// <summary>The attempt whose answer was taken; null while the turn is outstanding.</summary>
    public int? AcceptedAttempt { get; init; }

    /// <summary>The process that asked the latest attempt; while it lives, somebody works on it.</summary>
    public string AskedBy { get; init; } = "";

    /// <summary>The latest part of the answer that was taken; beyond any where all of it was read in the transcript.</summary>
    public int Parts { get; init; }

    /// <summary>The turn was given up: the agent stayed silent twice.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>Set while the first attempt's transcript is being read; the second attempt goes out then at the latest.</summary>
    public DateTimeOffset? TranscriptDueAt { get; init; }

    public bool IsOutstanding => AcceptedAttempt is null && !IsGivenUp;

    /// <summary>All texts as the one <c>user_message</c> that the agent gets.</summary>
    public string AsUserMessage() => string.Join('\n', Texts.Select(text => text.Text));
}

/// <summary>A contact's text that nobody has answered yet.</summary>
public sealed record UnansweredText(MessageId Message, string ProviderMessageId, string Text, DateTimeOffset At)
{
    /// <summary>So many are kept for whoever answers.</summary>
    public const int Most = 100;

    /// <summary>Of all that are kept; a single one may be longer.</summary>
    public const int MostCharacters = 32_768;

    /// <summary>
    /// The newest, in their order. A contact may write without end while nobody answers, and what waits is written with every decision and read by the agent as one
    /// message; the older ones are in the conversation's history.
    /// </summary>
    public static ImmutableArray<UnansweredText> Newest(ImmutableArray<UnansweredText> texts)
    {
        var (first, characters) = (texts.Length, 0);
        while (first > 0 && texts.Length - first < Most && (characters += texts[first - 1].Text.Length) <= MostCharacters) first--;
        return first == 0 ? texts : texts[Math.Min(first, texts.Length - 1)..];
    }
}
