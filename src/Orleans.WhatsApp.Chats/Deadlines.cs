namespace Orleans.WhatsApp.Chats;

public enum DeadlineKind
{
    CatchUpEnds,
    SendAgain,
    LookUp,
    GraceEnds,
    BufferEnds,
    TranscriptDue,
    AnswerDue,
    Inactive,
    MediaDue,
}

public readonly record struct Deadline(DeadlineKind Kind, DateTimeOffset At, IntentId? Intent = null, MessageId? Message = null);

/// <summary>All times at which a chat has something to decide, read from its state. Timers, reminders and sweeps only say "look again".</summary>
public static class Deadlines
{
    public static IEnumerable<Deadline> Of(ChatState chat)
    {
        if (chat.CatchUp is { IsDone: false } catchUp)
        {
            // While people's messages are being fetched nothing else may fire.
            yield return new(DeadlineKind.CatchUpEnds, catchUp.GiveUpAt);
            yield break;
        }

        foreach (var send in chat.Sends)
        {
            if (send is { Status: SendStatus.Ready, NotBefore: { } notBefore }) yield return new(DeadlineKind.SendAgain, notBefore, send.Intent);
            if (send is { Status: SendStatus.Unknown or SendStatus.AcceptedUnnamed, LookUpAt: { } lookUpAt }) yield return new(DeadlineKind.LookUp, lookUpAt, send.Intent);
        }

        foreach (var media in chat.Media) yield return new(DeadlineKind.MediaDue, media.RetryAt, Message: media.Message);

        if (chat.Session is not { } session) yield break;
        if (chat.Phase == Phase.Grace) yield return new(DeadlineKind.GraceEnds, session.GraceEndsAt);
        if (chat.Phase == Phase.AgentListening && session.BufferEndsAt is { } bufferEndsAt) yield return new(DeadlineKind.BufferEnds, bufferEndsAt);
        if (chat.Phase == Phase.AgentAsked)
            yield return session.Turn!.TranscriptDueAt is { } transcriptDueAt
                ? new(DeadlineKind.TranscriptDue, transcriptDueAt)
                : new(DeadlineKind.AnswerDue, session.Turn.AnswerDueAt);
        if (chat.Phase is Phase.AgentListening or Phase.Person && session.InactiveAt is { } inactiveAt) yield return new(DeadlineKind.Inactive, inactiveAt);
    }

    /// <summary>The earliest deadline that has come, if any.</summary>
    public static Deadline? Due(ChatState chat, DateTimeOffset now)
    {
        Deadline? due = null;
        foreach (var deadline in Of(chat))
            if (deadline.At <= now && (due is null || deadline.At < due.Value.At)) due = deadline;
        return due;
    }
}
