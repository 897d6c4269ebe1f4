using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>What the agent says. A turn is accepted from one attempt only, and never after a person's committed action.</summary>
public static partial class Chat
{
    /// <summary>A transcript holds the whole answer; what the conversation still says of it has been said.</summary>
    private const int AllParts = int.MaxValue;

    private static Decision OnConversationStarted(Draft draft, ConversationStarted started)
    {
        if (Current(draft, started.Turn, started.Attempt) is not { IsOutstanding: true })
            return draft.Phase is Phase.AgentAsked or Phase.AgentListening ? draft.Nothing("A1") : draft.Cause(new ChatEffect.EndConversation()).Done("A2");

        draft.Session = draft.Session with { ConversationId = started.ConversationId, ConversationCreatedAt = draft.Now, LastAgentInteractionAt = draft.Now };
        return draft.Done("A3");
    }

    private static Decision OnAgentReplied(Draft draft, AgentReplied replied)
    {
        if (draft.Phase is not (Phase.AgentAsked or Phase.AgentListening)) return draft.Nothing("A4");
        if (Current(draft, replied.Turn, replied.Attempt) is not { } turn || replied.Part <= turn.Parts || string.IsNullOrWhiteSpace(replied.Text)) return draft.Nothing("A5");

        // Nothing of it can go out; people can still send a template.
        if (draft.WindowIsClosed && turn.IsOutstanding) return draft.GiveUp().Flag(Attention.WindowClosed).Done("A14");
        var isFirstPart = turn.IsOutstanding;
        return Take(draft, turn, replied.Attempt, replied.Text, replied.Part).Done(isFirstPart ? "A6" : "A7");
    }

    private static Decision OnAgentLost(Draft draft, AgentLost lost)
    {
        if (Current(draft, lost.Turn, lost.Attempt) is not { IsOutstanding: true, TranscriptDueAt: null } turn) return draft.Nothing("A8");
        return lost.IsHopeless || turn.Attempt > 1 ? GiveUp(draft, "A10") : SecondAttempt(draft, "A9");
    }

    private static Decision OnTranscriptRead(Draft draft, TranscriptRead read)
    {
        if (Current(draft, read.Turn, read.Attempt) is not { IsOutstanding: true, TranscriptDueAt: not null } turn) return draft.Nothing("A11");
        return string.IsNullOrWhiteSpace(read.Answer) ? AskAgainOrStop(draft, "A13") : Take(draft, turn, read.Attempt, read.Answer, AllParts).Done("A12");
    }

    /// <summary>The turn in question if it is the session's, and the attempt is the one that may still answer.</summary>
    private static Turn? Current(Draft draft, int number, int attempt) =>
        draft.Phase is Phase.AgentAsked or Phase.AgentListening
        && draft.Session.Turn is { IsGivenUp: false } turn && turn.Number == number && (turn.AcceptedAttempt ?? turn.Attempt) == attempt
            ? turn
            : null;

    private static Draft Take(Draft draft, Turn turn, int attempt, string text, int part)
    {
        draft.Session = draft.Session with { Turn = turn with { AcceptedAttempt = attempt, Parts = part, TranscriptDueAt = null }, LastAgentInteractionAt = draft.Now };
        if (draft.State.Attention is Attention.AgentSilent) draft.Unflag();
        return draft.Queue(Sender.Ai, "AI", text, draft.Session.Id, turn.IsOutstanding ? turn.Texts : draft.TakeBack(turn.Texts), turn: turn.Number).ResumeBuffer().Touch();
    }
}
