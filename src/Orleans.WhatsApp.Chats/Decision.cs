using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>What a chat decided.</summary>
/// <param name="Rule">The id of the row under docs/rules that decided; the chat's timeline keeps it.</param>
/// <param name="Refusal">Why an operator's action was not done; null when it was.</param>
public sealed record Decision(ChatState State, string Rule, ImmutableArray<ChatEffect> Effects, Refusal? Refusal = null)
{
    /// <summary>Nothing to commit: the state is the one that went in and no effect came out.</summary>
    public bool ChangesNothing(ChatState before) => ReferenceEquals(before, State) && Effects.IsEmpty;
}

/// <summary>Why an operator's action is not possible now. Expected, so a value.</summary>
public abstract record Refusal
{
    private Refusal() { }

    public sealed record NoSession : Refusal;

    public sealed record NotTakenOver : Refusal;

    /// <summary>Another person holds the chat.</summary>
    public sealed record TakenOverByOther(UserId By, string Name, DateTimeOffset At) : Refusal;

    public sealed record NoUsableAgent : Refusal;

    /// <summary>Only a chat in human mode (waiting, or taken over) takes a person's message.</summary>
    public sealed record NotInHumanMode : Refusal;

    public sealed record SendIsNotUnclear : Refusal;

    /// <summary>The channel takes no free text for this contact any more; a template still goes.</summary>
    /// <param name="ClosedAt">Null if the contact has never written.</param>
    public sealed record WindowClosed(DateTimeOffset? ClosedAt) : Refusal;

    /// <summary>Nothing of the message is missing, or the channel gives no files.</summary>
    public sealed record NothingToFetch : Refusal;

    /// <summary>No grace period runs.</summary>
    public sealed record NotWaiting : Refusal;

    /// <summary>A contact is not left waiting for longer than a day from the session's start.</summary>
    public sealed record GraceTooLong : Refusal;

    /// <summary>The right to speak has moved since the person looked.</summary>
    /// <param name="Last">Its last move; null if that was before moves were remembered.</param>
    public sealed record SpeakerMoved(long Epoch, SpeakerMove? Last) : Refusal;
}
