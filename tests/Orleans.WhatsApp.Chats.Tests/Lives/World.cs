using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats.Tests.Lives;

/// <summary>
/// One chat amid people, an agent, a provider and an outbox, all of them unreliable and all of them drawn from one seed.
/// It plays the shell's part faithfully (commit, then claim, then call, then report), so that what breaks is the decision.
/// </summary>
internal sealed class World
{
    private static readonly ChatKey Key = new(new(new Guid("7e000000-0000-0000-0000-000000000001")), new(new Guid("c4000000-0000-0000-0000-000000000001")), new(new Guid("ca000000-0000-0000-0000-000000000001")));
    private static readonly UserId[] People = [new(new Guid("a0000000-0000-0000-0000-000000000001")), new(new Guid("b0000000-0000-0000-0000-000000000001"))];
    private static readonly Contact Carla = new("Carla", "+4915112345678", "4915112345678@s.whatsapp.net");

    private readonly Random _random;

    /// <summary>Of the lives in which the contact has everything erased now and then, and the tenant keeps messages for an hour only; null in the others.</summary>
    private readonly Random? _erasing;

    /// <summary>Of the lives on a channel that closes the contact's window, gives files, reports sends by our own reference and may ignore numbers; null in the others.</summary>
    private readonly Random? _cloud;
    private readonly HashSet<string> _decided = [];
    private readonly HashSet<string> _erased = [];
    private string _lastErasedText = "none";
    private readonly List<(DateTimeOffset At, ChatInput Input)> _coming = [];
    private readonly List<(DateTimeOffset VisibleAt, OwnNumberMessage Message)> _history = [];
    private int _names;

    public World(int seed)
    {
        _random = new Random(seed);
        State = ChatState.New(Key, "chat-1");
        // In some lives the installation gives up sooner.
        if (seed % 4 == 0) Policy = Policy with { MaxPostponements = 2, MaxRepeats = 0, MaxLookUps = 2 };
        if (seed % 5 == 0) (_erasing, Policy) = (new Random(seed), Policy with { KeepFor = TimeSpan.FromHours(1.5) });
        if (seed % 3 == 0) (_cloud, Policy) = (new Random(seed), Policy with { Window = TimeSpan.FromMinutes(8), FetchesMedia = true, AllowsLiveSend = seed % 2 == 0 });
        Promises = new Promises(this);
    }

    public ChatState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public ChatPolicy Policy { get; private set; } = new() { LinkedAt = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) };

    public Promises Promises { get; }

    public HashSet<string> Rules { get; } = [];

    public void Step()
    {
        if (_erasing?.Next(40) == 0) Erase();
        if (_cloud?.Next(6) == 0) OnACloud(_cloud);
        switch (_random.Next(100))
        {
            case < 27: PassTime(); break;
            case < 30: PersonMindsTheGracePeriod(); break;
            case < 45: ContactWrites(); break;
            case < 70: Claim(); break;
            case < 74: PersonWritesOnThePhone(); break;
            case < 79: Decide(new OperatorTookOver(Any(People), "Somebody")); break;
            case < 83: Decide(new OperatorReleased(Any(People), _random.Next(2) == 0)); break;
            case < 84: Decide(new OperatorClosed(Any(People))); break;
            case < 85: Decide(new OperatorReopened(Any(People))); break;
            case < 89: PersonSends(); break;
            case < 91: PersonSettlesASend(); break;
            case < 94: ContactMarks(); break;
            case < 96: ChangePolicy(); break;
            case < 97: StrayInput(); break;
            default: Arrive(); break;
        }
    }

    private void OnACloud(Random random)
    {
        switch (random.Next(9))
        {
            case < 3: Deliver(new ContactWrote(Name("voice"), "", Now, Carla, "chat-1") { Attachments = [Orleans.WhatsApp.Chats.Tests.Rules.Life.Recording] }); break;
            case 3: Decide(new ContactWrote(Name("notice"), "Carla has a new number", Now, Carla, "chat-1") { IsNotice = true }); break;
            case 4: Decide(new OperatorSent(Any(People), "Somebody", Name("template")) { Content = new MessageContent.Template("welcome", "en", []) }); break;
            case 5: Decide(new OperatorAskedForMedia(Any(People), MessageId.OfProvider(Key.Chat, "old"), "old", "", [Orleans.WhatsApp.Chats.Tests.Rules.Life.Recording with { State = random.Next(2) == 0 ? MediaState.Failed : MediaState.Kept, IsTranscribed = true }])); break;
            case 6 when State.NextSend(Now) is { } send: Decide(new SendPaced(send.Intent, Now.AddSeconds(random.Next(90)))); break;
            case 7:
                Policy = Policy with { ContactIsIgnored = !Policy.ContactIsIgnored && random.Next(4) == 0 };
                if (Policy.ContactIsIgnored) Decide(new Halted(HaltReason.Ignored));
                break;
            case 8 when State.Phase == Phase.Grace && Policy.WindowIsClosed(State, Now): Decide(new OperatorEndedGrace(Any(People))); break;
            default: Decide(new MessageMarked("old", random.Next(2) == 0 ? new MessageMark.Failed("131026", Now) : new MessageMark.Sent(Now))); break;
        }
    }

    /// <summary>As the shell does it; then comes what the provider still has to say of what was erased.</summary>
    private void Erase()
    {
        Promises.Erased(State);
        _erased.UnionWith(_decided);
        _lastErasedText = State.Sends.LastOrDefault(send => send.Status != SendStatus.Ready)?.Text ?? _lastErasedText;
        Policy = Policy with { Erased = Chat.Erase(State, Policy.Erased, Now, Now) };
        State = Policy.Erased.BeginAnew(Key, "chat-1");
        if (_erasing!.Next(2) == 0) Decide(new OwnNumberWrote(new OwnNumberMessage(Name("echo"), _lastErasedText, Now.AddSeconds(1)), "chat-1") { Contact = Carla });
        if (_erasing.Next(2) == 0) Decide(new MessageMarked("erased", new MessageMark.Read(Now.AddSeconds(1))));
    }

    /// <summary>The inbox has had it, and its row outlived the erasure. Without that, a time by a clock that runs ahead would bring it back.</summary>
    private bool IsKnownToTheInbox(ChatInput input) => input switch
    {
        ContactWrote wrote => !_decided.Add(wrote.ProviderMessageId) && _erased.Contains(wrote.ProviderMessageId) && wrote.At > Policy.Erased!.Until,
        OwnNumberWrote { Message: var message } => !_decided.Add(message.ProviderMessageId) && _erased.Contains(message.ProviderMessageId) && message.At > Policy.Erased!.Until,
        _ => false,
    };

    /// <summary>On what is there now, on what was there a moment ago, or once more because no answer came.</summary>
    private void PersonSends()
    {
        long? seen = _random.Next(3) switch { 0 => State.Epoch, 1 => State.Epoch - _random.Next(2), _ => null };
        var sent = new OperatorSent(Any(People), "Somebody", Name("answer")) { Message = new(new Guid(_random.Next(), 0, 0, new byte[8])), ExpectedEpoch = seen };
        Decide(sent);
        if (_random.Next(4) == 0) Decide(sent with { IsStored = true });
    }

    private void PersonMindsTheGracePeriod()
    {
        if (_random.Next(3) > 0) Decide(new OperatorExtendedGrace(Any(People), TimeSpan.FromSeconds(_random.Next(10) == 0 ? 86_400 : _random.Next(30, 600))));
        else Decide(new OperatorEndedGrace(Any(People)) { ExpectedEpoch = _random.Next(3) switch { 0 => State.Epoch, 1 => State.Epoch - _random.Next(2), _ => null } });
    }

    /// <summary>Nobody answers any more and only time goes on, with ticks that may come late.</summary>
    public void LetTimeRunOut()
    {
        _coming.Clear();
        var everyTickIsLate = _random.Next(5) == 0;
        for (var tick = 0; State.Session is not null; tick++)
        {
            Assert.True(tick < 2_000, "the session never ends");
            Assert.NotNull(State.NextDeadline);
            var late = TimeSpan.FromSeconds(everyTickIsLate ? 30 : _random.Next(3) == 0 ? _random.Next(60) : 0);
            Now = (State.NextDeadline.Value > Now ? State.NextDeadline.Value : Now) + late;
            LookAtTheClock();
        }
    }

    private void PassTime()
    {
        Now += TimeSpan.FromSeconds(_random.Next(40) switch
        {
            0 => _random.Next(3_600),
            1 => -_random.Next(20),
            < 10 => _random.Next(60, 240),
            < 30 => _random.Next(1, 15),
            _ => _random.NextDouble(),
        });
        // After an outage it is chance whether the tick or the events come first.
        if (_random.Next(4) > 0) Arrive();
        if (_random.Next(4) > 0) LookAtTheClock();
        Arrive();
        LookAtTheClock();
    }

    private void LookAtTheClock()
    {
        var decisions = 0;
        while (State.NextDeadline <= Now)
        {
            Assert.True(decisions++ <= 10 + State.Sends.Length, $"more than {decisions} decisions at one instant");
            Decide(new TimeReached());
        }

        if (_random.Next(10) == 0) Decide(new TimeReached());
    }

    private void Arrive()
    {
        var due = _coming.Where(coming => coming.At <= Now).OrderBy(coming => _random.Next(3) == 0 ? _random.Next() : coming.At.Ticks).ToList();
        foreach (var coming in due)
        {
            _coming.Remove(coming);
            Decide(coming.Input);
        }
    }

    private void ContactWrites()
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var at = _random.Next(40) switch { 0 => Now.AddHours(-2), 1 => Now.AddDays(1), 2 => Now.AddMinutes(5), < 10 => Now.AddSeconds(-_random.Next(30)), _ => Now };
            var id = Name("text");
            Deliver(new ContactWrote(id, id, at, Carla, "chat-1"));
            Now += TimeSpan.FromSeconds(_random.Next(3));
        }
    }

    private void PersonWritesOnThePhone()
    {
        var id = Name("phone");
        var message = new OwnNumberMessage(id, id, _random.Next(10) == 0 ? Now.AddMinutes(-_random.Next(30)) : Now);
        _history.Add((Now, message));
        Deliver(new OwnNumberWrote(message, "chat-1") { Contact = Carla });
    }

    /// <summary>At once or late, once or more than once.</summary>
    private void Deliver(ChatInput input)
    {
        var delay = TimeSpan.FromSeconds(_random.Next(4) == 0 ? _random.Next(40) : 0);
        if (delay == TimeSpan.Zero) Decide(input);
        else _coming.Add((Now + delay, input));
        if (_random.Next(6) == 0) _coming.Add((Now + delay + TimeSpan.FromSeconds(_random.Next(60)), input));
    }

    private void ContactMarks()
    {
        string[] ids =
        [
            .. State.Unanswered.Select(text => text.ProviderMessageId), .. State.Session?.Turn?.Texts.Select(text => text.ProviderMessageId) ?? [],
            .. _coming.Select(coming => coming.Input).OfType<ContactWrote>().Select(wrote => wrote.ProviderMessageId), "unheard-of",
        ];
        var id = Any(ids);
        Decide(new MessageMarked(id, _random.Next(3) switch { 0 => new MessageMark.Edited(id + " edited", Now), 1 => new MessageMark.Deleted(Now), _ => new MessageMark.Read(Now) }));
        if (State is { Phase: Phase.Grace, Unanswered.IsEmpty: true } && _cloud?.Next(3) == 0) Decide(new OperatorEndedGrace(Any(People)));
    }

    private void PersonSettlesASend()
    {
        if (State.Sends.IsEmpty) return;
        var (send, again) = (Any([.. State.Sends]), _random.Next(2) == 0);
        if (again) Promises.PersonSaysAgain(send.Intent);
        Decide(new OperatorSettledSend(Any(People), send.Intent, again));
    }

    private void ChangePolicy()
    {
        Policy = _random.Next(5) switch
        {
            0 => Policy with { ContactIsBlacklisted = !Policy.ContactIsBlacklisted },
            1 => Policy with { AgentIsUsable = !Policy.AgentIsUsable },
            2 => Policy with { TenantIsOn = !Policy.TenantIsOn },
            3 => Policy with { ChannelIsOk = !Policy.ChannelIsOk },
            _ => Policy with { ContactIsBlacklisted = false, AgentIsUsable = true, TenantIsOn = true, ChannelIsOk = true },
        };
        // The message about it may be lost on the way; the policy of the next decision says the same.
        if (_random.Next(3) == 0) return;
        if (Policy.ContactIsBlacklisted) Decide(new Halted(HaltReason.Blacklisted));
        if (!Policy.AgentIsUsable) Decide(new Halted(HaltReason.AgentSwitchedOff));
        if (!Policy.TenantIsOn) Decide(new Halted(_random.Next(2) == 0 ? HaltReason.FeatureSwitchedOff : HaltReason.TenantSuspended));
    }

    private void StrayInput() => Decide(_random.Next(12) switch
    {
        0 => new CaughtUp(_random.Next(2) == 0),
        1 => new EventSetAside(),
        2 => new ConversationStarted(_random.Next(State.TurnsAsked + 2), _random.Next(1, 3), Name("conversation")),
        3 => new AgentReplied(State.TurnsAsked - 1, _random.Next(1, 3), Name("stray")),
        4 => new AgentLost(State.TurnsAsked - 1, _random.Next(1, 3), "closed"),
        5 => new TranscriptRead(State.TurnsAsked, _random.Next(1, 3), _random.Next(2) == 0 ? null : Name("stray")),
        6 => new SendAccepted(IntentId.Of(Key.Chat, State.IntentsMade + 5), "nobody"),
        7 => new SendDenied(IntentId.Of(Key.Chat, State.IntentsMade), "agent_off"),
        8 => new SessionReset(Any(People)),
        9 => new InitiativeTaken(Any(People), "Somebody", Name("initiative")),
        10 => new InitiativeTaken(Any(People), "Somebody", "begun")
        {
            Sent = new OwnNumberMessage(Name("begun"), "begun", Now), Contact = Carla, ProviderChatId = "chat-1", IsStored = _random.Next(2) == 0,
        },
        _ => new TimeReached(),
    });

    private void Claim()
    {
        if (!Policy.ChannelIsOk || State.NextSend(Now) is not { } send) return;
        if (send.Speaker == Sender.Ai && (send.Epoch != State.Epoch || !Policy.AgentMaySpeak))
        {
            Decide(new SendDenied(send.Intent, "denied"));
            return;
        }

        if (Chat.WhyNot(State, send, Policy, Now) is { } reason)
        {
            Decide(new SendDenied(send.Intent, reason));
            return;
        }

        Promises.Claimed(send);
        State = Chat.Claimed(State, send.Intent, Now);
        Call(send);
    }

    private void Call(OpenSend send)
    {
        var id = Name("sent");
        var ends = Now + TimeSpan.FromSeconds(_random.Next(14));
        if (_cloud?.Next(5) == 0)
        {
            // Accepted, and never delivered.
            _coming.Add((ends, _cloud.Next(2) == 0 ? new SendAccepted(send.Intent, id) : new SendUnclear(send.Intent, "timeout", Now)));
            _coming.Add((ends.AddSeconds(_cloud.Next(-10, 10)), new MessageMarked(id, new MessageMark.Failed("131026", Now)) { Intent = send.Intent }));
            return;
        }

        ChatInput outcome = _random.Next(12) switch
        {
            < 6 => Sent(new SendAccepted(send.Intent, id)),
            6 => Sent(new SendAccepted(send.Intent, null)),
            7 => new SendRefused(send.Intent, "no_such_number", Now),
            8 => new SendPostponed(send.Intent, "too_many", Now),
            9 => Sent(new SendUnclear(send.Intent, "timeout", Now)),
            10 => new SendUnclear(send.Intent, "timeout", Now),
            _ => _random.Next(2) == 0 ? Sent(new SendOrphaned(send.Intent)) : StandsStill(),
        };
        _coming.Add((ends, outcome));

        // Its process only stood still: it wakes when the send may be another one's, and tells that it made no call.
        ChatInput StandsStill()
        {
            ChatInput late = _random.Next(3) switch
            {
                0 => new SendRefused(send.Intent, "stood_still", Now),
                1 => new SendUnclear(send.Intent, "stood_still", Now),
                _ => new SendPostponed(send.Intent, "stood_still", Now),
            };
            _coming.Add((ends.AddSeconds(_random.Next(15, 60)), late));
            return new SendOrphaned(send.Intent);
        }

        ChatInput Sent(ChatInput result)
        {
            Promises.ReachedThePhone(send.Intent);
            var message = new OwnNumberMessage(id, send.Text, Now);
            // What was sent without a clear answer shows in the provider's history only some time after the call.
            var visibleAt = result is SendAccepted ? Now : Now + TimeSpan.FromSeconds(_random.Next(19));
            _history.Add((visibleAt, message));
            // The echo is lost now and then, comes before the call has ended, or long after.
            if (_random.Next(5) > 1) _coming.Add((visibleAt + TimeSpan.FromSeconds(_random.Next(25)), new OwnNumberWrote(message, "chat-1") { Contact = Carla }));
            if (_random.Next(5) == 0) _coming.Add((visibleAt + TimeSpan.FromSeconds(_random.Next(90)), new OwnNumberWrote(message, "chat-1") { Contact = Carla }));
            if (_cloud is not null) _coming.Add((visibleAt.AddSeconds(_cloud.Next(20)), new MessageMarked(id, new MessageMark.Delivered(Now)) { Intent = send.Intent }));
            return result;
        }
    }

    private void Decide(ChatInput input)
    {
        if (IsKnownToTheInbox(input)) return;
        var before = State;
        var decision = Chat.Decide(before, input, Now, Policy);
        if (_random.Next(25) == 0) Promises.HoldAfterAReload(before, input, decision);
        State = decision.State;
        Rules.Add(decision.Rule);
        Promises.Check(before, input, decision);
        foreach (var effect in decision.Effects) CarryOut(effect);
    }

    private void CarryOut(ChatEffect effect)
    {
        switch (effect)
        {
            case ChatEffect.AskAgent ask: Answer(ask); break;
            case ChatEffect.ReadTranscript read when _random.Next(4) > 0:
                Soon(7, new TranscriptRead(read.Turn, read.Attempt, _random.Next(3) == 0 ? Name("reply") : null));
                break;
            case ChatEffect.LookUpSend lookUp when _random.Next(5) > 0:
                OwnNumberMessage[] found = [.. History(lookUp.Since).Where(message => message.Text == lookUp.Sent.Text)];
                var answer = new SendLookedUp(lookUp.Intent, !Policy.ChannelIsOk || _random.Next(5) == 0 ? null : [.. found]);
                for (var times = _random.Next(4) == 0 ? 2 : 1; times > 0; times--) _coming.Add((Now.AddSeconds(2), answer));
                break;
            case ChatEffect.FetchMedia fetch when _cloud!.Next(5) > 0:
                Attachment[] kept = [.. fetch.Attachments.Select(one => one with { State = MediaState.Kept })];
                Soon(_cloud.Next(2) == 0 ? 2 : 60, _cloud.Next(3) switch
                {
                    0 => new MediaReported(fetch.Message, [.. kept], Name("words")),
                    1 => new MediaReported(fetch.Message, [.. kept], null),
                    _ => new MediaReported(fetch.Message, fetch.Attachments, null, "http_503"),
                });
                break;
            case ChatEffect.PullMessages pull when _random.Next(4) > 0:
                foreach (var message in History(pull.Since)) Soon(1, new OwnNumberWrote(message, "chat-1") { Contact = Carla, IsStored = State.Seen(message.ProviderMessageId) });
                Soon(2, new CaughtUp(_random.Next(4) > 0));
                break;
        }
    }

    private IEnumerable<OwnNumberMessage> History(DateTimeOffset since) =>
        [.. _history.Where(entry => entry.VisibleAt <= Now && entry.Message.At >= since).Select(entry => entry.Message)];

    private void Answer(ChatEffect.AskAgent ask)
    {
        var kind = _random.Next(10);
        if (kind > 1) Soon(3, new ConversationStarted(ask.Turn, ask.Attempt, Name("conversation")));
        var reply = new AgentReplied(ask.Turn, ask.Attempt, Name("reply"));
        if (kind > 3) Soon(_random.Next(5) == 0 ? 120 : 20, reply);
        if (kind > 5) Soon(40, reply);
        if (kind > 7) Soon(30, new AgentReplied(ask.Turn, ask.Attempt, Name("part"), Part: 2));
        if (kind is 2 or 9) Soon(20, new AgentLost(ask.Turn, ask.Attempt, "closed", IsHopeless: _random.Next(5) == 0));
    }

    private void Soon(int seconds, ChatInput input) => _coming.Add((Now + TimeSpan.FromSeconds(_random.NextDouble() * seconds), input));

    private T Any<T>(T[] among) => among[_random.Next(among.Length)];

    private string Name(string kind) => $"{kind}-{++_names}";
}
