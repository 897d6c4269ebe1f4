using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>A decision in the making: the state as it will be and the effects so far. Lives for one call of <see cref="Chat.Decide"/>.</summary>
internal sealed class Draft(ChatState before, DateTimeOffset now, ChatPolicy policy)
{
    /// <summary>A provider's clock may run ahead of ours by this much; a time further off is not believed, or it would decide for hours who has answered whom.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    private readonly ChatState _before = before;
    private readonly ImmutableArray<ChatEffect>.Builder _effects = ImmutableArray.CreateBuilder<ChatEffect>();

    public ChatState State { get; private set; } = before;

    public DateTimeOffset Now => now;

    public ChatPolicy Policy => policy;

    public Phase Phase => State.Phase;

    /// <summary>Somebody waits for an answer that is not on its way for certain.</summary>
    public bool SomeoneWaits =>
        !State.Unanswered.IsEmpty
        || Phase == Phase.AgentAsked
        || State.Sends.Any(send => send is { Status: SendStatus.Ready or SendStatus.Unknown, Answers.IsEmpty: false } && send.Session == State.Session?.Id);

    public Session Session
    {
        get => State.Session ?? throw new InvalidOperationException("There is no session.");
        set => State = State with { Session = value };
    }

    public Decision Done(string rule)
    {
        if (State.Session is { } session && !ReferenceEquals(session, _before.Session)) _effects.Add(new ChatEffect.SaveSession(session));
        return new Decision(State, rule, _effects.ToImmutable());
    }

    public Decision Nothing(string rule) => new(_before, rule, []);

    /// <summary>The event is as if it had never come.</summary>
    public Decision Discard(string rule) => new(_before, rule, [new ChatEffect.DiscardEvent()]);

    public Decision Refuse(string rule, Refusal refusal) => new(_before, rule, [], refusal);

    public Draft Cause(ChatEffect effect)
    {
        _effects.Add(effect);
        return this;
    }

    public DateTimeOffset Believed(DateTimeOffset at) => at > now + ClockSkew ? now : at;

    public Draft Flag(Attention attention)
    {
        if (State.Attention != attention) State = State with { Attention = attention };
        return this;
    }

    /// <summary>A person has looked; nothing is left to flag but a send that only a person can settle.</summary>
    public Draft Unflag()
    {
        Attention? left = State.Sends.Any(send => send.IsLeftToAPerson) ? Attention.SendUnclear : null;
        if (State.Attention is not null && State.Attention != left) State = State with { Attention = left };
        return this;
    }

    /// <summary>Of the last unclear send it is known now what became of it.</summary>
    private Draft UnflagUnclear()
    {
        if (State.Attention == Attention.SendUnclear && !State.Sends.Any(send => send.Status == SendStatus.Unknown)) State = State with { Attention = null };
        return this;
    }

    /// <summary>The right to speak moves.</summary>
    public Draft Move()
    {
        State = State with { Epoch = State.Epoch + 1 };
        return this;
    }

    public Draft Open()
    {
        if (State.IsClosed) State = State with { IsClosed = false };
        return this;
    }

    public Draft Meet(Contact contact, string providerChatId)
    {
        var known = State.Contact.UpdatedBy(contact);
        if (known != State.Contact) State = State with { Contact = known };
        if (providerChatId.Length > 0 && providerChatId != State.ProviderChatId) State = State with { ProviderChatId = providerChatId };
        return this;
    }

    /// <summary>A chat that was hidden because its number was ignored is shown again.</summary>
    public Draft Show()
    {
        if (State.IsHidden) State = State with { IsHidden = false };
        return this;
    }

    /// <summary>The contact wrote: the channel takes free text for a while from then.</summary>
    public Draft OpenWindow(DateTimeOffset at)
    {
        if (policy.WindowAfter(Believed(at)) is { } closesAt && !(State.WindowClosesAt >= closesAt)) State = State with { WindowClosesAt = closesAt };
        return this;
    }

    public bool WindowIsClosed => policy.WindowIsClosed(State, now);

    public Draft Remember(string providerMessageId)
    {
        if (State.Seen(providerMessageId)) return this;
        var tooMany = Math.Max(0, State.SeenIds.Length + 1 - ChatState.RememberedIds);
        State = State with { SeenIds = [.. State.SeenIds.AsSpan()[tooMany..], providerMessageId] };
        return this;
    }

    /// <summary>Stores a message and counts it in the chat and, where it belongs to the current one, in the session.</summary>
    public Draft Store(ChatMessage message)
    {
        Cause(new ChatEffect.StoreMessage(message));
        if (message.ProviderMessageId is { } id) Remember(id);
        return Count(message.Session, PreviewText(message.Text, message.Attachments), message.At);
    }

    public Draft Count(SessionId? session, string text, DateTimeOffset at)
    {
        if (at > now) at = now;
        var isNewest = State.LastMessageAt is not { } last || at >= last;
        State = State with
        {
            MessageCount = State.MessageCount + 1,
            LastMessageAt = isNewest ? at : State.LastMessageAt,
            LastMessagePreview = isNewest ? policy.Preview(text) : State.LastMessagePreview,
        };
        if (State.Session is { } current && current.Id == session) Session = current with { MessageCount = current.MessageCount + 1 };
        return this;
    }

    /// <summary>The inactivity of an active session counts from here.</summary>
    public Draft Touch()
    {
        if (State.Session is { Status: SessionStatus.Active } session) Session = session with { InactiveAt = now + policy.InactivityTimeout };
        return this;
    }

    public Draft StartSession(UnansweredText first)
    {
        var number = State.SessionsStarted + 1;
        Move();
        State = State with
        {
            SessionsStarted = number,
            IsClosed = false,
            Unanswered = [first],
            Session = new Session(SessionId.Of(State.Key.Chat, number), number, now, now + policy.GracePeriod) { FirstMessageAt = first.At },
        };
        return this;
    }

    /// <summary>People have answered the first of the texts, and have the grace period for the oldest that still waits, as they would if it had come alone.</summary>
    public Draft GiveTimeForTheRest()
    {
        var from = State.Unanswered[0].At;
        var endsAt = (from < now ? from : now) + policy.GracePeriod;
        if (endsAt > Session.GraceEndsAt) Session = Session with { GraceEndsAt = endsAt };
        return this;
    }

    /// <summary>The session ends; what the agent had not handed over yet never goes out, what a person sent still does.</summary>
    public Draft Resolve(ResolvedBy by)
    {
        var session = Session;
        EndConversation();
        Cause(new ChatEffect.SaveSession(session with { Status = SessionStatus.Resolved, ResolvedBy = by, ResolvedAt = now, BufferStartedAt = null, BufferEndsAt = null, InactiveAt = null }));
        State = State with { Session = null, Unanswered = [], CatchUp = null };
        return WithdrawAgentSends("session_resolved").Move();
    }

    /// <summary>A person holds the chat now.</summary>
    public Draft HandToPerson(UserId? by, string name)
    {
        EndConversation();
        TakeBackTurn();
        Session = Session with
        {
            Status = SessionStatus.Active,
            TakenOverBy = by,
            TakenOverByName = name,
            TakenOverAt = now,
            BufferStartedAt = null,
            BufferEndsAt = null,
            ConversationId = null,
            InactiveAt = now + policy.InactivityTimeout,
        };
        State = State with { CatchUp = null };
        return WithdrawAgentSends("taken_over").Unflag().Move();
    }

    /// <summary>The agent holds the chat now; it is asked separately.</summary>
    public Draft HandToAgent()
    {
        Session = Session with
        {
            Status = SessionStatus.Active,
            TakenOverBy = null,
            TakenOverByName = "",
            TakenOverAt = null,
            ReleasedAt = Session.TakenOverAt is null ? Session.ReleasedAt : now,
            Turn = null,
            ConversationId = null,
            ConversationCreatedAt = null,
            LastAgentInteractionAt = null,
            InactiveAt = now + policy.InactivityTimeout,
        };
        return Move();
    }

    /// <summary>All unanswered texts go to the agent as one turn.</summary>
    public Draft Ask()
    {
        var session = Session;
        var turn = new Turn(State.TurnsAsked + 1, 1, now, now + policy.AnswerTimeout) { Texts = State.Unanswered, AskedBy = policy.Process };
        var isStale = session.ConversationId is null || session.LastAgentInteractionAt is not { } last || now - last > policy.ConversationTimeout;
        State = State with { TurnsAsked = turn.Number, Unanswered = [], CatchUp = null };
        return Put(turn, isStale);
    }

    /// <summary>The same turn once more, on a fresh conversation.</summary>
    public Draft AskAgain()
    {
        var turn = Session.Turn! with { Attempt = Session.Turn!.Attempt + 1, AskedAt = now, AnswerDueAt = now + policy.AnswerTimeout, AskedBy = policy.Process, TranscriptDueAt = null };
        State = State with { CatchUp = null };
        return Put(turn, fresh: true);
    }

    /// <summary>The agent stayed silent; its texts are unanswered again and people are called.</summary>
    public Draft GiveUp()
    {
        var turn = Session.Turn!;
        Wait(turn.Texts.AddRange(State.Unanswered));
        State = State with { CatchUp = null };
        Session = Session with { Turn = turn with { IsGivenUp = true, TranscriptDueAt = null }, ConversationId = null };
        return ResumeBuffer().Cause(new ChatEffect.EndConversation()).Flag(Attention.AgentSilent);
    }

    /// <summary>Nothing is left that the turn could pass on.</summary>
    public Draft DropTurn()
    {
        Session = Session with { Turn = null, ConversationId = null };
        return ResumeBuffer().Cause(new ChatEffect.EndConversation());
    }

    /// <summary>A buffer that ran out while the agent owed an answer ends now; it is not overdue.</summary>
    public Draft ResumeBuffer()
    {
        if (Session.BufferEndsAt < now) Session = Session with { BufferEndsAt = now };
        return this;
    }

    public Draft Queue(
        Sender speaker, string senderName, string text, SessionId? session, ImmutableArray<UnansweredText> answers = default, MessageId? message = null,
        MessageContent? content = null, bool isInitiative = false, int turn = 0)
    {
        var intent = IntentId.Of(State.Key.Chat, State.IntentsMade + 1);
        var send = new OpenSend(intent, message ?? MessageId.OfIntent(intent), session, speaker, text, State.Epoch)
        {
            Answers = answers.IsDefault ? [] : answers,
            Turn = turn,
            Content = content,
            IsInitiative = isInitiative || content is MessageContent.Template,
        };
        State = State with { IntentsMade = State.IntentsMade + 1, Sends = State.Sends.Add(send) };
        var stored = new ChatMessage(send.Message, session, speaker, senderName, text, now, DeliveryStatus.Queued, Intent: intent, ViaChannel: true)
        {
            Content = content,
            Attachments = content is MessageContent.Media file ? [file.AsAttachment()] : [],
        };
        // A person's message shows at once; an agent's counts when it is handed over, since it may yet be withdrawn.
        if (speaker == Sender.Human) Store(stored);
        else Cause(new ChatEffect.StoreMessage(stored));
        return Cause(new ChatEffect.QueueSend(send));
    }

    public Draft Replace(OpenSend changed)
    {
        State = State with { Sends = [.. State.Sends.Select(send => send.Intent == changed.Intent ? changed : send)] };
        return UnflagUnclear();
    }

    public Draft Forget(OpenSend settled)
    {
        State = State with { Sends = State.Sends.RemoveAll(send => send.Intent == settled.Intent) };
        return UnflagUnclear();
    }

    public Draft Withdraw(OpenSend send, string reason) => Cause(new ChatEffect.WithdrawSend(send.Intent, send.Message, reason)).Forget(send).Reopen(send);

    /// <summary>
    /// What the send would have answered waits for the next part of the same reply, or again: unanswered means after the last message that really went out.
    /// </summary>
    public Draft Reopen(OpenSend unsent)
    {
        if (unsent.Answers.IsEmpty || State.Session?.Id != unsent.Session) return this;
        if (unsent.Turn > 0 && State.Sends.FirstOrDefault(send => send.Turn == unsent.Turn && send.Session == unsent.Session && send.Intent != unsent.Intent) is { } part)
            return Replace(part with { Answers = unsent.Answers.AddRange(part.Answers) });
        return Wait(unsent.Answers.AddRange(State.Unanswered));
    }

    /// <summary>What nobody has answered, oldest first.</summary>
    public Draft Wait(ImmutableArray<UnansweredText> texts)
    {
        State = State with { Unanswered = UnansweredText.Newest(texts) };
        return this;
    }

    /// <summary>Of these texts what waits with nobody, since the part of a reply that answered them did not go out; the next part does.</summary>
    public ImmutableArray<UnansweredText> TakeBack(ImmutableArray<UnansweredText> texts)
    {
        ImmutableArray<UnansweredText> waiting = [.. State.Unanswered.Where(open => texts.Any(text => text.ProviderMessageId == open.ProviderMessageId))];
        State = State with { Unanswered = State.Unanswered.RemoveRange(waiting) };
        return waiting;
    }

    /// <summary>A person's message by the provider's time answers what came before it.</summary>
    public Draft AnsweredUpTo(DateTimeOffset at) => ChangeTexts(texts => texts.RemoveAll(text => text.At <= at));

    /// <summary>Changes the contact's texts wherever they wait: with nobody, with the agent, or behind an answer that is not out yet.</summary>
    public Draft ChangeTexts(Func<ImmutableArray<UnansweredText>, ImmutableArray<UnansweredText>> change)
    {
        State = State with
        {
            Unanswered = change(State.Unanswered),
            Sends = [.. State.Sends.Select(send => send.Answers.IsEmpty ? send : send with { Answers = change(send.Answers) })],
        };
        if (State.Session?.Turn is { IsOutstanding: true } turn) Session = Session with { Turn = turn with { Texts = change(turn.Texts) } };
        return this;
    }

    public Draft KeepEarlyMark(EarlyMark mark)
    {
        var others = State.EarlyMarks.RemoveAll(known => known.ProviderMessageId == mark.ProviderMessageId);
        State = State with { EarlyMarks = (others.Length < ChatState.RememberedMarks ? others : others.RemoveAt(0)).Add(mark) };
        return this;
    }

    /// <summary>What was done to a message before it came.</summary>
    public EarlyMark? TakeEarlyMark(string providerMessageId)
    {
        if (State.EarlyMarks.FirstOrDefault(known => known.ProviderMessageId == providerMessageId) is not { } mark) return null;
        State = State with { EarlyMarks = State.EarlyMarks.Remove(mark) };
        return mark;
    }

    public Draft Set(Func<ChatState, ChatState> change)
    {
        State = change(State);
        return this;
    }

    private Draft Put(Turn turn, bool fresh)
    {
        Session = Session with
        {
            Turn = turn,
            BufferStartedAt = turn.Attempt == 1 ? null : Session.BufferStartedAt,
            BufferEndsAt = turn.Attempt == 1 ? null : Session.BufferEndsAt,
            ConversationId = fresh ? null : Session.ConversationId,
            LastAgentInteractionAt = now,
            InactiveAt = now + policy.InactivityTimeout,
        };
        return Cause(new ChatEffect.AskAgent(turn.Number, turn.Attempt, Session.Id, turn.AsUserMessage(), [.. turn.Texts.Select(text => text.Message)], fresh));
    }

    private void TakeBackTurn()
    {
        if (Session.Turn is { IsOutstanding: true } turn) Wait(turn.Texts.AddRange(State.Unanswered));
        Session = Session with { Turn = null };
    }

    private void EndConversation()
    {
        if (Phase is Phase.AgentAsked or Phase.AgentListening) Cause(new ChatEffect.EndConversation());
    }

    private Draft WithdrawAgentSends(string reason)
    {
        // From the last to the first, so that reopened texts keep their order.
        foreach (var send in State.Sends.Reverse().Where(send => send is { Speaker: Sender.Ai, Status: SendStatus.Ready })) Withdraw(send, reason);
        return this;
    }

    /// <summary>Of a message without words the list shows what came with it.</summary>
    internal static string PreviewText(string text, ImmutableArray<Attachment> attachments) =>
        text.Length > 0 ? text : string.Join(' ', attachments.Select(attachment => attachment.AsText()));
}
