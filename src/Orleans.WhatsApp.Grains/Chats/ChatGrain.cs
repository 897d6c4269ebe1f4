using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>A chat's shell: load, decide, commit, act. Every rule is in <see cref="Chat.Decide"/>.</summary>
[GrainType("chat"), HashBasedPlacement]
public sealed partial class ChatGrain(
    IChatStore store, IInbox inbox, IEnumerable<IChannel> channels, IAgentConnector agents, IIncarnation incarnation, OpenCalls calls, ChatMeter meter, LookGate gate, CatchUps catchUps, MediaIntake media, IMediaStore files,
    TimeProvider clock, IOptionsMonitor<ChatOptions> options, ILogger<ChatGrain> log) : Grain, IChatGrain, IRemindable
{
    private const string WakeReminder = "wake";
    private static readonly TimeSpan WakePeriod = TimeSpan.FromMinutes(2);

    /// <summary>A timer takes no more than 49 days; whoever looks too early looks again.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>What was loaded or committed so recently is as the database has it, or a commit will tell.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private ChatKey _key = null!;
    private IChatGrain _self = null!;
    private ChatState? _state;
    private long _version;
    private bool _isStale = true;
    private DateTimeOffset _verifiedAt;

    /// <summary>
    /// That the provider is being asked is decided and not stored: whoever comes after this activation asks again, and until something is decided the deadline
    /// stands in the row as it is, overdue. It goes into the timeline with what comes of it.
    /// </summary>
    private readonly List<(Step Step, DateTimeOffset At)> _asking = [];
    private bool _isLookQueued;
    private IGrainTimer? _timer;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ChatKey.Parse(this.GetPrimaryKeyString());
        _self = this.AsReference<IChatGrain>();
        // Until it is known what there is: loading it may begin to send already.
        _mayHaveMissedPeople = true;
        await Load();
        _mayHaveMissedPeople = _state?.AgentHasToSpeak == true;
        FetchWhatOthersBegan();
    }

    public Task InboxArrived()
    {
        if (_isLookQueued) return Task.CompletedTask;
        _isLookQueued = true;
        // Not waited for: an activation that is to end waits for its running calls, and would never come to this one's.
        _ = LookBeside();
        return Task.CompletedTask;
    }

    public Task LookAgain() => Look(isItsTurn: false);

    public Task LookAfresh()
    {
        // What is being asked would be forgotten; its commit will tell whether another activation has decided.
        _isStale |= _asking.Count == 0 && (clock.GetUtcNow() - _verifiedAt).Duration() > Fresh;
        return Look(isItsTurn: true);
    }

    private async Task Look(bool isItsTurn)
    {
        _isLookQueued = false;
        await LoadIfStale();
        await DrainInbox();
        if (_state is null) return;
        await MindOrphans();
        await MindDeadlines(isItsTurn);
        PumpOutbox();
        SetTimer();
    }

    public async Task<ActionOutcome> Act(ChatAction action)
    {
        await (action is ChatAction.ResetSession ? LookThoughItHangs() : LookAgain());
        if (_state is null && action is not ChatAction.Initiative { ProviderChatId.Length: > 0 }) return new ActionOutcome("unknown_chat");
        var input = action is ChatAction.FetchMedia wanted ? await WithWhatIsAsked(wanted) : AsInput(action);
        var version = _version;
        var decision = await Decide(input, actor: action.By.ToString());
        if (await IsOvertakenSince(version)) decision = await Decide(input, actor: action.By.ToString());
        return _state is null ? new ActionOutcome("unknown_chat") : AsOutcome(decision, input);
    }

    /// <summary>A chat that cannot do what is due is what a reset is for.</summary>
    private async Task LookThoughItHangs()
    {
        try
        {
            await LookAgain();
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(LookAgain));
            await LoadIfStale();
        }
    }

    public async Task Halt(HaltCause cause)
    {
        await LoadIfStale();
        if (_state is null) return;
        var (version, halted) = (_version, new ChatInput.Halted(Enum.Parse<HaltReason>(cause.ToString())));
        await Decide(halted);
        if (await IsOvertakenSince(version) && _state is not null) await Decide(halted);
    }

    public async Task CaughtUp(bool answered)
    {
        await LoadIfStale();
        await DrainInbox();
        if (_state is null) return;
        await Decide(new ChatInput.CaughtUp(answered));
        await MindDeadlines();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsLeftToTheSweeps) return;
        await LookAfresh();
        // Its session has ended without it: in a process that died then, or in another activation.
        if (_state?.Session is null) await ForgetReminder();
    }

    private async Task Load()
    {
        var stored = await AskDatabase(() => store.Load(_key));
        _state = stored is null ? null : WithClaimsOf(stored);
        _erased = stored is null ? await store.Erased(_key) : stored.Erased;
        _version = stored?.Version ?? _erased?.Version ?? 0;
        (_isStale, _verifiedAt) = (false, clock.GetUtcNow());
        _asking.Clear();
        try
        {
            CarryOutWhatWasUnclear();
            await MindLostClaim(stored);
            if (_state?.Phase == Phase.AgentAsked) await MindLostTurn(_state.Session!.Turn!);
        }
        catch (Exception)
        {
            // Looked at again with the next reading.
            _isStale = true;
            throw;
        }
    }

    /// <summary>A chat that was not there when it was looked for may have been begun by another activation since.</summary>
    private Task LoadIfStale() => _isStale || _state is null ? Load() : Task.CompletedTask;

    /// <summary>
    /// A decision that commits nothing, a refusal or one that finds all as it should be, was vouched for by no version. Whether another activation had decided before it;
    /// what that one left is loaded.
    /// </summary>
    /// <param name="version">Of before the decision.</param>
    private async Task<bool> IsOvertakenSince(long version)
    {
        if (_version != version || _asking.Count > 0) return false;
        await Load();
        return _version != version;
    }

    /// <summary>Decides one input and commits it. A commit that lost against another activation is decided again on what that one left.</summary>
    private async Task<Decision> Decide(ChatInput input, IReadOnlyList<long>? inboxDone = null, string actor = "")
    {
        for (var tries = 1; ; tries++)
        {
            var (before, policy) = await WhatToDecideOn(input);
            // Erased by another activation: only what a provider has to tell, or the business by itself, begins a chat.
            if (_state is null && inboxDone is null && input is not (ChatInput.EventSetAside or ChatInput.InitiativeTaken)) return new Decision(before, "", []);
            var decision = Chat.Decide(before, await WithWhatIsStored(input), clock.GetUtcNow(), policy);
            if (decision.ChangesNothing(before) && inboxDone is null) return decision;
            if (decision.Effects is [ChatEffect.DiscardEvent])
            {
                await inbox.Discard(_key, inboxDone ?? []);
                return decision;
            }

            var step = new Step(before, decision, input);
            if (decision.Effects is [ChatEffect.PullMessages])
            {
                _state = decision.State;
                _asking.Add((step, clock.GetUtcNow()));
                CarryOut(decision, policy);
                return decision;
            }

            IReadOnlyList<Step> steps = AfterAsking(step, policy) is { } next ? [step, next] : [step];
            try
            {
                await Commit(steps, policy, inboxDone ?? [], actor);
            }
            catch (ChatMovedOnException) when (tries < 5)
            {
                LogMovedOn(_key.Chat);
                _isStale = true;
                continue;
            }
            catch (Exception cause)
            {
                CommitFailed(steps, cause);
                throw;
            }

            foreach (var done in steps) CarryOut(done.Decision, policy);
            return decision;
        }
    }

    /// <summary>What waited for the provider's word is decided with it, in one commit.</summary>
    private Step? AfterAsking(Step step, ChatPolicy policy)
    {
        var (now, state) = (clock.GetUtcNow(), step.Decision.State);
        if (step.Before.CatchUp is not { IsDone: false } || state.CatchUp is not { IsDone: true } || Deadlines.Due(state, now) is null) return null;
        var input = new ChatInput.TimeReached();
        var decision = Chat.Decide(state, input, now, policy);
        return decision.Effects is [ChatEffect.PullMessages] ? null : new Step(state, decision, input);
    }

    private async Task<(ChatState Before, ChatPolicy Policy)> WhatToDecideOn(ChatInput input)
    {
        try
        {
            // A claim does not raise the chat's version. What looks ready here may have been claimed and sent by another activation, and this be its echo.
            _isStale |= input is ChatInput.OwnNumberWrote && _state?.Sends.Any(send => send.Status == SendStatus.Ready) == true;
            await LoadIfStale();
            var before = _state ?? _erased?.BeginAnew(_key, ProviderChatIdOf(input)) ?? ChatState.New(_key, ProviderChatIdOf(input));
            return (before, await Policy(before, input));
        }
        catch (Exception cause) when (cause is not NotReadyToDecideException)
        {
            throw new NotReadyToDecideException("The chat cannot decide now.", cause);
        }
    }

    /// <param name="steps">Each decided on what the one before it left.</param>
    private async Task Commit(IReadOnlyList<Step> steps, ChatPolicy policy, IReadOnlyList<long> inboxDone, string actor = "")
    {
        var (state, now) = (steps[^1].Decision.State, clock.GetUtcNow());
        Step[] all = [.. _asking.Select(asked => asked.Step), .. steps];
        var before = all[0].Before;
        // Before the commit that relies on it: an idle tick is free, a missing one is a lost chat.
        if (state.Session is { } session && (session.Id != before.Session?.Id || session.GraceEndsAt != before.Session.GraceEndsAt))
            await Remind(session.GraceEndsAt - now + TimeSpan.FromSeconds(10));

        _version = await store.Commit(new ChatCommit(_key, _version, state, EffectsOf(all), inboxDone, [
            .. _asking.Select(asked => Entry(asked.Step, asked.At, "")), .. steps.Where(step => step.ChangesSomething).Select(step => Entry(step, now, actor))])
        {
            Before = before,
            IsNew = _state is null,
        });
        (_state, _verifiedAt) = (state, now);
        DatabaseIsThere();
        _readBackAfter = FirstReadBack;
        _asking.Clear();
        foreach (var step in all) meter.Committed(step.Before, step.Decision.State, step.Input, now);
        _ = GrainFactory.Feed(_key.Tenant).Changed();
        foreach (var (was, (becomes, rule, _, _), _) in all)
            if (was.Phase != becomes.Phase) LogPhase(_key.Chat, was.Phase, becomes.Phase, rule);
        if (before.Session is not null && state.Session is null) await ForgetReminder();

        TimelineEntry Entry(Step step, DateTimeOffset at, string by) => new(
            at, step.Decision.Rule, step.Input.GetType().Name, step.Before.Phase, step.Decision.State.Phase, step.Decision.State.Epoch,
            (step.Decision.State.Session ?? step.Before.Session)?.Id, by, DetailOf(step.Input)) { Policy = PolicyThen.Of(policy) };
    }

    private async Task<ChatInput> WithWhatIsStored(ChatInput input) => input switch
    {
        ChatInput.OwnNumberWrote own when _state?.Seen(own.Message.ProviderMessageId) != true =>
            own with { IsStored = await store.HasMessage(_key, own.Message.ProviderMessageId) },
        ChatInput.InitiativeTaken { Sent: { } sent } taken => taken with { IsStored = await store.HasMessage(_key, sent.ProviderMessageId) },
        ChatInput.OperatorSent { Message: { } message } sent => sent with { IsStored = await store.HasMessage(_key, message) },
        _ => input,
    };

    /// <param name="isItsTurn">A sweep has found that this chat is among the oldest.</param>
    private async Task MindDeadlines(bool isItsTurn = false)
    {
        // Each decision handles one deadline; the bound only guards against a rule that would not move its own.
        for (var i = 0; i < 20 && _state is not null && Deadlines.Due(_state, clock.GetUtcNow()) is not null && (isItsTurn || !IsLeftToTheSweeps); i++)
            await Decide(new ChatInput.TimeReached());
    }

    /// <summary>
    /// After an outage, of the process or of its time, whatever wakes chats wakes many at once, in no order. The sweeps know which are the oldest and how many are
    /// under way; where others ask their provider already, this one waits until it is told.
    /// </summary>
    private bool IsLeftToTheSweeps =>
        _state is { CatchUp: null } && catchUps.AreUnderWay && clock.GetUtcNow() is var now && Deadlines.Due(_state, now) is { } due && now - due.At > ChatOptions.CatchUpAfter;

    private void SetTimer()
    {
        if (_state?.NextDeadline is not { } at || IsLeftToTheSweeps)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var due = at - clock.GetUtcNow();
        LookIn(due < TimeSpan.Zero ? TimeSpan.Zero : due > LongestTimer ? LongestTimer : due);
    }

    private void LookIn(TimeSpan due)
    {
        if (_timer is null) _timer = this.RegisterGrainTimer(LookInTime, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan));
        else _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <exception cref="NotReadyToDecideException">Of whoever keeps reminders, and says nothing of what is decided.</exception>
    private async Task Remind(TimeSpan after)
    {
        try
        {
            await this.RegisterOrUpdateReminder(WakeReminder, after, WakePeriod);
        }
        catch (Exception cause)
        {
            throw new NotReadyToDecideException("The chat's reminder cannot be kept now.", cause);
        }
    }

    /// <summary>A decision that is committed must not fail for this: a reminder that stays is forgotten with its next tick.</summary>
    private async Task ForgetReminder()
    {
        try
        {
            if (await this.GetReminder(WakeReminder) is { } reminder) await this.UnregisterReminder(reminder);
        }
        catch (Exception cause)
        {
            LogReminderStays(cause, _key.Chat);
        }
    }

    private async Task<ChatPolicy> Policy(ChatState chat, ChatInput input)
    {
        var tenant = GrainFactory.GetGrain<ITenantGrain>(_key.Tenant.Value.ToString("N")).Facts(PhoneKey.Of(PhoneOf(chat, input)));
        var channel = await Channel.Read();
        return options.CurrentValue.ToPolicy(await tenant, channel, ProviderOf(channel).Abilities, incarnation.Current) with { Erased = _erased };
    }

    /// <summary>The newest number that is known of the contact.</summary>
    private static string PhoneOf(ChatState chat, ChatInput input) => input switch
    {
        ChatInput.ContactWrote { Contact.Phone: { Length: > 0 } fresh } => fresh,
        ChatInput.OwnNumberWrote { Contact.Phone: { Length: > 0 } fresh } => fresh,
        _ => chat.Contact.Phone,
    };

    private IChannelGrain Channel => GrainFactory.GetGrain<IChannelGrain>(ChannelKey.Of(_key).ToString());

    /// <summary>A format is named after its provider: <c>unipile.webhook</c>.</summary>
    private IChannel ChannelFor(string format) => channels.First(channel => format.StartsWith(channel.Provider + ".", StringComparison.Ordinal));

    private static string ProviderChatIdOf(ChatInput input) => input switch
    {
        ChatInput.ContactWrote wrote => wrote.ProviderChatId,
        ChatInput.OwnNumberWrote wrote => wrote.ProviderChatId,
        ChatInput.InitiativeTaken taken => taken.ProviderChatId,
        _ => "",
    };
}
