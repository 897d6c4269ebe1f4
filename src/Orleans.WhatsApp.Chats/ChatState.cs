using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>Why a chat needs a person's eye.</summary>
public enum Attention
{
    NoAgent,
    AgentSilent,
    SendFailed,
    SendUnclear,
    LateMessage,
    Unanswered,
    EventSetAside,

    /// <summary>Someone waits, and the channel takes no free text any more.</summary>
    WindowClosed,
}

/// <summary>Who may speak, as one word; the columns of the decision tables.</summary>
public enum Phase
{
    /// <summary>No session, open.</summary>
    Idle,

    /// <summary>No session, closed by a person.</summary>
    Closed,

    /// <summary>A waiting session: people have the first word.</summary>
    Grace,

    /// <summary>The agent holds the chat and owes nothing.</summary>
    AgentListening,

    /// <summary>The agent holds the chat and owes an answer.</summary>
    AgentAsked,

    /// <summary>A person holds the chat.</summary>
    Person,
}

/// <summary>Everything a decision about a chat needs to know. Immutable; stored as one JSON document beside the columns that queries need.</summary>
public sealed record ChatState(ChatKey Key, string ProviderChatId, Contact Contact)
{
    /// <summary>How many provider message ids are remembered as the cheap second guard; the database is the first.</summary>
    public const int RememberedIds = 64;

    public const int RememberedMarks = 16;

    public bool IsClosed { get; init; }

    /// <summary>Goes up each time the right to speak moves. Every AI send carries the epoch under which it was made.</summary>
    public long Epoch { get; init; }

    /// <summary>How the epoch came to be what it is.</summary>
    public SpeakerMove? LastMove { get; init; }

    public Session? Session { get; init; }

    public int SessionsStarted { get; init; }

    public int TurnsAsked { get; init; }

    public int IntentsMade { get; init; }

    public int MessageCount { get; init; }

    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>The beginning of the last message, at most <see cref="ChatPolicy.PreviewLength"/> characters.</summary>
    public string LastMessagePreview { get; init; } = "";

    public Attention? Attention { get; init; }

    /// <summary>What the contact wrote and nobody has answered, oldest first; not what an outstanding turn already passes on.</summary>
    public ImmutableArray<UnansweredText> Unanswered { get; init; } = [];

    /// <summary>The newest time at which a person answered from the phone, by the provider's clock.</summary>
    public DateTimeOffset? LastPhoneAnswerAt { get; init; }

    public ImmutableArray<OpenSend> Sends { get; init; } = [];

    public ImmutableArray<string> SeenIds { get; init; } = [];

    public CatchUp? CatchUp { get; init; }

    /// <summary>Until when the channel takes free text for the contact; null where the contact has not written on a channel that asks for it.</summary>
    public DateTimeOffset? WindowClosesAt { get; init; }

    /// <summary>Attachments that are not here yet, oldest first.</summary>
    public ImmutableArray<OpenMedia> Media { get; init; } = [];

    /// <summary>The contact's number is ignored: the chat is not shown.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Edits and deletions of messages that have not come yet, newest last; a few, since webhooks overtake each other only by a little.</summary>
    public ImmutableArray<EarlyMark> EarlyMarks { get; init; } = [];

    public Phase Phase => Session switch
    {
        null => IsClosed ? Phase.Closed : Phase.Idle,
        { Status: SessionStatus.Waiting } => Phase.Grace,
        { TakenOverAt: not null } => Phase.Person,
        { Turn.IsOutstanding: true } => Phase.AgentAsked,
        _ => Phase.AgentListening,
    };

    /// <summary>The agent has something to say: an answer that it owes, or one that may not be out yet.</summary>
    public bool AgentHasToSpeak => Phase == Phase.AgentAsked || Sends.Any(send => send.Speaker == Sender.Ai);

    /// <summary>The agent owes an answer to this attempt.</summary>
    public bool Awaits(int turn, int attempt) => Session?.Turn is { IsOutstanding: true } asked && (asked.Number, asked.Attempt) == (turn, attempt);

    public bool Seen(string providerMessageId) => SeenIds.Contains(providerMessageId);

    /// <summary>The earliest time at which the chat must look again; null when nothing is due ever. This is the stored deadline column.</summary>
    public DateTimeOffset? NextDeadline => Deadlines.Of(this).Select(deadline => (DateTimeOffset?)deadline.At).Min();

    /// <summary>A chat of which nothing is known yet but its names.</summary>
    public static ChatState New(ChatKey key, string providerChatId) => new(key, providerChatId, Contact.Unknown);

    /// <summary>The send that may be claimed next. Order is kept; an AI send waits behind an unclear one of its own epoch, a person's does not.</summary>
    public OpenSend? NextSend(DateTimeOffset now)
    {
        if (Sends.Any(send => send.Status == SendStatus.Claimed)) return null;
        long? unclear = null;
        foreach (var send in Sends)
        {
            // Whoever has the right to speak since then is not silenced by what became of it.
            if (send.Status == SendStatus.Unknown) unclear = send.Epoch;
            if (send.Status != SendStatus.Ready || (send.Speaker == Sender.Ai && send.Epoch == unclear)) continue;
            return send.NotBefore is { } notBefore && notBefore > now ? null : send;
        }

        return null;
    }
}

/// <param name="Text">The text as edited; null if the message was deleted.</param>
public sealed record EarlyMark(string ProviderMessageId, string? Text);

/// <summary>Asking the provider, before a late deadline is acted on, what people did while we were away.</summary>
/// <param name="GiveUpAt">When to go on without an answer.</param>
public sealed record CatchUp(DateTimeOffset StartedAt, DateTimeOffset GiveUpAt)
{
    public bool IsDone { get; init; }

    /// <summary>Which try this is; where every tick comes late the chat must still go on.</summary>
    public int Tries { get; init; } = 1;
}
