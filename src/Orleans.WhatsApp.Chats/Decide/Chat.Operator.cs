using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>What people do on the dashboard.</summary>
public static partial class Chat
{
    /// <summary>However often it is made longer: people have a day for the contact, counted from the session's start.</summary>
    private static readonly TimeSpan LongestGrace = TimeSpan.FromHours(24);

    private static Decision OnTakeover(Draft draft, OperatorTookOver by) => draft.Phase switch
    {
        Phase.Idle or Phase.Closed => draft.Refuse("O1", new Refusal.NoSession()),
        Phase.Grace => draft.HandToPerson(by.By, by.Name).Done("O2"),
        Phase.AgentListening or Phase.AgentAsked => draft.HandToPerson(by.By, by.Name).Done("O3"),
        _ when draft.Session.TakenOverBy == by.By => draft.Nothing("O4"),
        _ when draft.Session is { TakenOverBy: { } other } session => draft.Refuse("O5", new Refusal.TakenOverByOther(other, session.TakenOverByName, session.TakenOverAt!.Value)),
        _ => draft.HandToPerson(by.By, by.Name).Done("O6"),
    };

    private static Decision OnRelease(Draft draft, OperatorReleased released) => draft.Phase switch
    {
        Phase.Idle or Phase.Closed => draft.Refuse("O7", new Refusal.NoSession()),
        Phase.Grace or Phase.AgentListening or Phase.AgentAsked => draft.Refuse("O8", new Refusal.NotTakenOver()),
        _ when !draft.Policy.AgentMaySpeak => draft.Refuse("O9", new Refusal.NoUsableAgent()),
        _ when !released.Immediate => draft.HandToAgent().Done("O10"),
        _ when draft.State.Unanswered.IsEmpty => draft.HandToAgent().Done("O11"),
        // The answer could not go out; people can still send a template.
        _ when draft.WindowIsClosed => draft.Refuse("O36", WindowClosed(draft)),
        _ => draft.HandToAgent().Ask().Done("O12"),
    };

    private static Decision OnClose(Draft draft)
    {
        if (draft.Phase == Phase.Closed) return draft.Nothing("O13");
        var hadSession = draft.State.Session is not null;
        if (hadSession) draft.Resolve(ResolvedBy.Manual);
        return draft.Unflag().Set(chat => chat with { IsClosed = true }).Done(hadSession ? "O15" : "O14");
    }

    private static Decision OnReopen(Draft draft) => draft.Phase == Phase.Closed ? draft.Open().Done("O16") : draft.Nothing("O17");

    private static Decision OnOperatorSent(Draft draft, OperatorSent sent)
    {
        // The same send again is done already, whatever has moved since.
        if (sent.IsStored) return draft.Nothing("O25");
        if (MovedSince(sent.ExpectedEpoch, draft) is { } moved) return draft.Refuse("O26", moved);
        // Where nobody waits a template answers nothing: the business begins.
        if (draft.Phase is Phase.Idle or Phase.Closed && sent.Content is MessageContent.Template)
            return draft.Queue(Sender.Human, sent.Name, sent.Text, session: null, message: sent.Message, content: sent.Content).Done("O38");
        if (draft.Phase is not (Phase.Grace or Phase.Person)) return draft.Refuse("O18", new Refusal.NotInHumanMode());
        if (draft.WindowIsClosed && sent.Content is not MessageContent.Template) return draft.Refuse("O35", WindowClosed(draft));

        draft.Queue(Sender.Human, sent.Name, sent.Text, draft.Session.Id, message: sent.Message, content: sent.Content).Unflag();
        return draft.Phase == Phase.Grace
            ? draft.Resolve(ResolvedBy.Human).Done("O19")
            : draft.ChangeTexts(_ => []).Touch().Done("O20");
    }

    private static Decision OnOperatorEndedGrace(Draft draft, OperatorEndedGrace ended)
    {
        if (MovedSince(ended.ExpectedEpoch, draft) is { } moved) return draft.Refuse("O27", moved);
        if (draft.Phase != Phase.Grace) return draft.Refuse("O28", new Refusal.NotWaiting());
        // A deadline that passes without an agent ends the session; a person who asks for the agent is told, and people keep their time.
        if (!draft.Policy.AgentMaySpeak) return draft.Refuse("O29", new Refusal.NoUsableAgent());
        if (draft.WindowIsClosed) return draft.Refuse("O37", WindowClosed(draft));

        draft.Set(CaughtUpNow).HandToAgent();
        return draft.State.Unanswered.IsEmpty ? draft.Done("O31") : draft.Ask().Done("O30");
    }

    private static Refusal.WindowClosed WindowClosed(Draft draft) => new(draft.State.WindowClosesAt);

    /// <param name="seen">The epoch that the person saw; null if it does not matter.</param>
    private static Refusal.SpeakerMoved? MovedSince(long? seen, Draft draft) =>
        seen is { } epoch && epoch != draft.State.Epoch ? new(draft.State.Epoch, draft.State.LastMove) : null;

    private static Decision OnOperatorExtendedGrace(Draft draft, OperatorExtendedGrace extended)
    {
        if (draft.Phase != Phase.Grace) return draft.Refuse("O32", new Refusal.NotWaiting());
        var from = draft.Session.GraceEndsAt > draft.Now ? draft.Session.GraceEndsAt : draft.Now;
        if (from + extended.Extension > draft.Session.StartedAt + LongestGrace) return draft.Refuse("O33", new Refusal.GraceTooLong());

        // A deadline that is not due any more needs no news from the provider either.
        draft.Set(CaughtUpNow);
        draft.Session = draft.Session with { GraceEndsAt = from + extended.Extension };
        return draft.Done("O34");
    }

    private static Decision OnOperatorSettledSend(Draft draft, OperatorSettledSend settled)
    {
        if (Find(draft.State, settled.Intent) is not { Status: SendStatus.Unknown } send) return draft.Refuse("O21", new Refusal.SendIsNotUnclear());

        // Nobody lets the agent speak over a person, not even by this button: the person can write the text.
        if (settled.SendAgain && IsSuperseded(draft, send)) return Requeue(draft, send).Withdraw(send, "superseded").Unflag().Done("O24");

        return settled.SendAgain
            ? Requeue(draft, send with { Repeats = 0 }).Unflag().Done("O22")
            : draft.Cause(new ChatEffect.FailSend(send.Intent, send.Message, "left_unclear")).Forget(send).Unflag().Done("O23");
    }

    /// <summary>Whatever the session hangs on goes with it; the contact's next message begins another one.</summary>
    private static Decision OnSessionReset(Draft draft) => draft.State.Session is null
        ? draft.Refuse("H5", new Refusal.NoSession())
        : draft.Resolve(ResolvedBy.Manual).Unflag().Done("H6");

    private static Decision OnHalted(Draft draft, Halted halted)
    {
        if (halted.Reason == HaltReason.Ignored) return OnIgnored(draft);
        if (draft.State.Session is null) return draft.Nothing("H1");
        // Without its agent the AI has no part in this chat; a person who holds it keeps it.
        if (halted.Reason == HaltReason.AgentSwitchedOff && draft.Phase == Phase.Person) return draft.Nothing("H2");
        var leavesSomeoneWaiting = halted.Reason == HaltReason.AgentSwitchedOff && draft.SomeoneWaits;
        draft.Resolve(ResolvedBy.Manual);
        return (leavesSomeoneWaiting ? draft.Flag(Attention.NoAgent) : draft).Done("H3");
    }

    /// <summary>What has passed stays stored, and is not shown.</summary>
    private static Decision OnIgnored(Draft draft)
    {
        if (draft.State.IsHidden && draft.State.Session is null) return draft.Nothing("H7");
        if (draft.State.Session is not null) draft.Resolve(ResolvedBy.Manual);
        return Hide(draft).Done("H8");
    }

    private static Draft Hide(Draft draft) => draft.Unflag().Set(chat => chat with { IsHidden = true });
}
