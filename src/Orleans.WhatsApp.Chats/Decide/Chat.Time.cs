namespace Orleans.WhatsApp.Chats;

/// <summary>Deadlines that have come. One decision handles the earliest one; the caller looks again while another is due.</summary>
public static partial class Chat
{
    /// <summary>Webhooks and our clock may differ by this much; what is pulled twice is received once.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>Enough for a process that dies during a pull; an overloaded one, whose every tick is late, must still go on.</summary>
    private const int MostPulls = 3;

    private static Decision OnTime(Draft draft) => Deadlines.Due(draft.State, draft.Now) switch
    {
        null => draft.Nothing("T1"),
        { Kind: DeadlineKind.CatchUpEnds } due when IsLongOverdue(draft, due) && MayPull(draft, due) => PullFirst(draft, due, "T4"),
        { Kind: DeadlineKind.CatchUpEnds } => draft.Set(chat => chat with { CatchUp = chat.CatchUp! with { IsDone = true } }).Done("T3"),
        { Kind: DeadlineKind.SendAgain } due => draft.Replace(Find(draft.State, due.Intent!.Value)! with { NotBefore = null }).Done("T14"),
        { Kind: DeadlineKind.MediaDue } due => OnMediaDue(draft, due),
        { Kind: DeadlineKind.LookUp } due => LookUp(draft, Find(draft.State, due.Intent!.Value)!),
        { } due when IsLongOverdue(draft, due) && MayPull(draft, due) => PullFirst(draft, due, "T2"),
        { Kind: DeadlineKind.GraceEnds } => OnGraceEnded(draft.Set(CaughtUpNow)),
        { Kind: DeadlineKind.BufferEnds } => OnBufferEnded(draft.Set(CaughtUpNow)),
        { Kind: DeadlineKind.AnswerDue } => OnAnswerOverdue(draft.Set(CaughtUpNow)),
        { Kind: DeadlineKind.TranscriptDue } => AskAgainOrStop(draft.Set(CaughtUpNow), "T12"),
        { Kind: DeadlineKind.Inactive } => OnInactive(draft.Set(CaughtUpNow)),
        { } other => throw new ArgumentOutOfRangeException(nameof(draft), other.Kind, "Not a deadline."),
    };

    private static Decision OnCaughtUp(Draft draft, bool answered) => draft.State.CatchUp is { IsDone: false } running
        ? draft.Set(chat => chat with { CatchUp = running with { IsDone = true } }).Done(answered ? "T6" : "T16")
        : draft.Nothing("T5");

    private static bool IsLongOverdue(Draft draft, Deadline due) => draft.Now - due.At > draft.Policy.CatchUpAfter;

    private static ChatState CaughtUpNow(ChatState chat) => chat.CatchUp is null ? chat : chat with { CatchUp = null };

    private static bool MayPull(Draft draft, Deadline due) => draft.Policy.ChannelIsOk && draft.State.CatchUp switch
    {
        { IsDone: true } done when IsOfAnEarlierOutage(done, due) => true,
        { IsDone: true } done when draft.Now - done.GiveUpAt <= draft.Policy.CatchUpAfter => false,
        { } tried => tried.Tries < MostPulls,
        null => true,
    };

    private static bool IsOfAnEarlierOutage(CatchUp done, Deadline due) => done.IsDone && done.StartedAt < due.At;

    /// <summary>
    /// From when on the provider is asked what people did: the oldest text that nobody has answered for sure, since what came after it may be known, and not whether a
    /// person wrote in between, or, of what the agent still has to say, the time at which it was asked; else the newest message. Null for a chat without any.
    /// </summary>
    public static DateTimeOffset? AskSince(ChatState chat)
    {
        var oldest = chat.LastMessageAt;
        foreach (var text in chat.Unanswered.Concat(chat.Session?.Turn is { IsOutstanding: true } turn ? turn.Texts : []).Concat(chat.Sends.SelectMany(send => send.Answers)))
            if (!(text.At >= oldest)) oldest = text.At;
        // A later part of an answer answers no text of its own.
        if (chat.Session?.Turn is { } asked && chat.Sends.Any(send => send.Speaker == Sender.Ai) && !(asked.AskedAt >= oldest)) oldest = asked.AskedAt;
        return oldest - Overlap;
    }

    /// <summary>People may have answered while we were away: ask before acting.</summary>
    private static Decision PullFirst(Draft draft, Deadline due, string rule)
    {
        var tries = draft.State.CatchUp is { } earlier && !IsOfAnEarlierOutage(earlier, due) ? earlier.Tries + 1 : 1;
        return draft
            .Set(chat => chat with { CatchUp = new CatchUp(draft.Now, draft.Now + draft.Policy.CatchUpTimeout) { Tries = tries } })
            .Cause(new ChatEffect.PullMessages(AskSince(draft.State) ?? draft.Session.StartedAt - Overlap))
            .Done(rule);
    }

    private static Decision OnGraceEnded(Draft draft)
    {
        if (!draft.Policy.AgentMaySpeak) return Stop(draft, "T9");
        if (draft.WindowIsClosed && !draft.State.Unanswered.IsEmpty) return draft.Resolve(ResolvedBy.Manual).Flag(Attention.WindowClosed).Done("T17");
        draft.HandToAgent();
        return draft.State.Unanswered.IsEmpty ? draft.Done("T8") : draft.Ask().Done("T7");
    }

    private static Decision OnBufferEnded(Draft draft)
    {
        if (!draft.Policy.AgentMaySpeak) return Stop(draft, "T9");
        if (IsStillListening(draft) && draft.Session.BufferStartedAt + draft.Policy.MessageBufferCap is { } cap && draft.Now < cap)
        {
            var endsAt = draft.Now + ListenFor;
            draft.Session = draft.Session with { BufferEndsAt = endsAt < cap ? endsAt : cap };
            return draft.Done("T19");
        }

        if (!draft.State.Unanswered.IsEmpty) return draft.Ask().Done("T10");
        draft.Session = draft.Session with { BufferStartedAt = null, BufferEndsAt = null };
        return draft.Done("T10");
    }

    private static Decision OnAnswerOverdue(Draft draft) =>
        draft.Session.Turn!.Attempt == 1 ? SecondAttempt(draft, "T11") : GiveUp(draft, "T13");

    private static Decision GiveUp(Draft draft, string rule) => draft.Policy.ContactIsIgnored ? Stop(draft, "T9") : draft.GiveUp().Done(rule);

    private static Decision OnInactive(Draft draft)
    {
        if (draft.Policy.ContactIsIgnored) return Hide(draft).Resolve(ResolvedBy.Timeout).Done("T15");
        if (draft.SomeoneWaits) draft.Flag(Attention.Unanswered);
        return draft.Resolve(ResolvedBy.Timeout).Done("T15");
    }

    /// <summary>The first conversation may hold the answer after all; look there before asking anew.</summary>
    private static Decision SecondAttempt(Draft draft, string rule)
    {
        var turn = draft.Session.Turn!;
        if (draft.Session.ConversationId is not { } conversation) return AskAgainOrStop(draft, rule);
        draft.Session = draft.Session with { Turn = turn with { TranscriptDueAt = draft.Now + draft.Policy.TranscriptTimeout } };
        return draft.Cause(new ChatEffect.ReadTranscript(turn.Number, turn.Attempt, conversation, turn.AsUserMessage(), turn.AskedAt)).Done(rule);
    }

    private static Decision AskAgainOrStop(Draft draft, string rule) => draft.Policy.AgentMaySpeak ? draft.AskAgain().Done(rule) : Stop(draft, "T9");

    /// <summary>The agent's time has come and it may not speak: the session ends, and where only the agent is missing, people are called.</summary>
    private static Decision Stop(Draft draft, string rule)
    {
        if (draft.Policy.ContactIsIgnored) return Hide(draft.Resolve(ResolvedBy.Manual)).Done(rule);
        if (draft.Policy is { TenantIsOn: true, ContactIsBlacklisted: false }) draft.Flag(Attention.NoAgent);
        return draft.Resolve(ResolvedBy.Manual).Done(rule);
    }
}
