using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>The chat drives its own outbox: one call at a time, in order, claimed in a turn and made beside it.</summary>
public sealed partial class ChatGrain
{
    private bool _isDispatchUnderWay;

    /// <summary>No call is under way for so long, nor is its report; should it be, that still settles the send.</summary>
    private static readonly TimeSpan LongestClaimElsewhere = TimeSpan.FromMinutes(10);

    /// <summary>A longer wait is stored, so that people see until when.</summary>
    private static readonly TimeSpan LongestHiddenWait = TimeSpan.FromSeconds(2);

    private const int MostLaps = 3;

    /// <summary>A channel's provider never changes.</summary>
    private IChannel? _provider;

    private Pace? _recipientPace;

    /// <summary>People may have answered on the phone while this chat was looked after by nobody, or its number was cut off.</summary>
    private bool _mayHaveMissedPeople;

    /// <summary>How many are asking the provider what people did, beside the turns: until they have heard, nothing of the agent's goes out.</summary>
    private int _askings;

    /// <summary>The send that has its place in the pace already.</summary>
    private IntentId? _paced;

    private OpenSend? NextSend => _state?.NextSend(clock.GetUtcNow());

    private bool AgentIsNext => NextSend is { Speaker: Sender.Ai };

    public async Task Dispatch()
    {
        // Who called it from here calls again where this fails, so nobody else has to meanwhile. Another activation's call is none of this one's.
        var isOurs = _isDispatchUnderWay;
        try
        {
            _isDispatchUnderWay = true;
            await LoadIfStale();
            // What a person has written may be safe and not decided yet, and so may the echo of what was found to be missing.
            if (NextSend is { Speaker: Sender.Ai } or { MayBeOutSince: not null }) await DrainInbox();
            _isDispatchUnderWay = false;
            // Who is asking the provider now dispatches afterwards.
            if (_askings > 0 && AgentIsNext) _isDispatchUnderWay = true;
            // It has come to that since the provider was asked: asked first, as ever.
            else if (MattersWhatPeopleDid()) PumpOutbox();
            else await DispatchNext();
        }
        catch (Exception)
        {
            _isDispatchUnderWay = isOurs;
            throw;
        }
    }

    private async Task DispatchNext()
    {
        if (_state?.NextSend(clock.GetUtcNow()) is not { } send) return;

        // Asked before the claim: nothing may fail between the claim's commit and the call it stands for.
        var channel = await Channel.Read();
        var policy = new ChatPolicy { Window = ProviderOf(channel).Abilities.Window, AllowsLiveSend = channel.AllowsLiveSend };
        if (Chat.WhyNot(_state, send, policy, clock.GetUtcNow()) is { } reason)
        {
            await Decide(new ChatInput.SendDenied(send.Intent, reason));
            return;
        }

        if (calls.TryBegin(send.Intent) is not { } call) return; // the next process claims it
        var now = AsStored(clock.GetUtcNow());
        ClaimResult claim;
        try
        {
            claim = await AskDatabase(() => store.Claim(_key, send.Intent, incarnation.Current, now));
        }
        catch (Exception)
        {
            call.Dispose();
            (_isStale, _unclearClaim) = (true, (send.Intent, now));
            throw;
        }

        if (claim is ClaimResult.Claimed)
        {
            _state = Chat.Claimed(_state, send.Intent, now);
            _paced = null;
            _ = SendBeside(send, now, channel, _state.ProviderChatId, call);
            return;
        }

        call.Dispose();
        switch (claim)
        {
            case ClaimResult.Denied denied:
                await Decide(new ChatInput.SendDenied(send.Intent, denied.Reason));
                break;
            case ClaimResult.NotReady:
                _isStale = true;
                await LookAgain();
                break;
            case ClaimResult.ChannelDown:
                // Parked: when the channel is back, its sends are looked for.
                _mayHaveMissedPeople = true;
                break;
        }
    }

    public async Task SendFinished(SendReport report)
    {
        var intent = new IntentId(report.Intent);
        await LoadIfStale();
        if (_state is null) return; // erased while the call ran
        if (_state.Sends.FirstOrDefault(send => send.Intent == intent) is { } ended) meter.SendEnded(ended.Speaker, report.Outcome);
        await Decide(report.Outcome switch
        {
            SendOutcome.Accepted => new ChatInput.SendAccepted(intent, report.ProviderMessageId),
            SendOutcome.Refused => new ChatInput.SendRefused(intent, report.Code, report.ClaimedAt),
            SendOutcome.Postponed => new ChatInput.SendPostponed(intent, report.Code, report.ClaimedAt),
            _ => new ChatInput.SendUnclear(intent, report.Code, report.ClaimedAt),
        });
        PumpOutbox();
        SetTimer();
    }

    public async Task SendLookedUp(LookUpReport report)
    {
        await LoadIfStale();
        // The echo may have come meanwhile, and it is the better evidence.
        await DrainInbox();
        if (_state is null) return;
        await Decide(new ChatInput.SendLookedUp(new(report.Intent), report.Found is { } found ? await WithoutWhatIsStored(report.Text, found) : null));
    }

    /// <summary>What is a message of its own already is no copy of another one, however long ago that was.</summary>
    private async Task<ImmutableArray<OwnNumberMessage>> WithoutWhatIsStored(string text, IReadOnlyList<FoundMessage> found)
    {
        var copies = ImmutableArray.CreateBuilder<OwnNumberMessage>();
        foreach (var message in found)
            if (!await store.HasMessage(_key, message.ProviderMessageId)) copies.Add(new(message.ProviderMessageId, text, message.At));
        return copies.ToImmutable();
    }

    private void PumpOutbox()
    {
        if (_isDispatchUnderWay || NextSend is not { } next) return;
        _isDispatchUnderWay = true;
        _ = DispatchBeside(next.Intent);
    }

    private async Task DispatchBeside(IntentId intent)
    {
        var (self, channel) = (_self, Channel);
        try
        {
            await AskWhatPeopleDidIfItMatters();
            if (_paced != intent)
            {
                var wait = await channel.ReserveSend();
                if (await RecipientPace(channel) is { } pace && pace.Reserve(clock.GetUtcNow()) is var own && own > wait) wait = own;
                _paced = intent;
                if (wait > LongestHiddenWait && await TryReport(() => self.SendPaced(intent.Value, clock.GetUtcNow() + wait))) return;
                if (wait > TimeSpan.Zero) await Task.Delay(wait, clock);
            }
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(IChannelGrain.ReserveSend));
        }

        while (!await TryReport(self.Dispatch))
        {
            await Task.Delay(ReportPause, clock);
            // What has kept this from being done may have kept what people wrote from being stored.
            _mayHaveMissedPeople = true;
            await AskWhatPeopleDidIfItMatters();
        }
    }

    private async Task AskWhatPeopleDidIfItMatters()
    {
        if (!MattersWhatPeopleDid() && NextSend is not { Speaker: Sender.Ai, IsLongDue: true }) return;
        _askings++;
        try
        {
            await AskWhatPeopleDid();
        }
        finally
        {
            _askings--;
        }
    }

    private bool MattersWhatPeopleDid() => _mayHaveMissedPeople && AgentIsNext;

    /// <summary>What was to be said long ago is said only after the provider was asked whether a person has said something meanwhile; the dispatch decides it first.</summary>
    private async Task AskWhatPeopleDid()
    {
        _mayHaveMissedPeople = false;
        // What took long to be stored may be old news by then; a process that is always late still goes on.
        for (var laps = 0; laps < MostLaps && AgentIsNext; laps++)
        {
            var asked = clock.GetUtcNow();
            // A provider that cannot tell is no reason to leave the contact without an answer. What it has told is one, so it has to be safe first.
            var pulled = await Pull(_state!.ProviderChatId, Chat.AskSince(_state) ?? asked, ChatOptions.CatchUpTimeout);
            await ReportUntilTaken(() => Keep(pulled));
            if (clock.GetUtcNow() - asked <= ChatOptions.CatchUpAfter + ChatOptions.CatchUpTimeout) return;
        }
    }

    private async Task<Pace?> RecipientPace(IChannelGrain channel)
    {
        _provider ??= ProviderOf(await channel.Read());
        if (_recipientPace is null && _provider.Abilities.RecipientPace is { } rule) _recipientPace = new Pace(rule, clock.GetUtcNow());
        return _recipientPace;
    }

    public async Task SendPaced(Guid intent, DateTimeOffset until)
    {
        var isOurs = _isDispatchUnderWay;
        try
        {
            _isDispatchUnderWay = false;
            await LoadIfStale();
            if (_state is null) return;
            await Decide(new ChatInput.SendPaced(new(intent), until));
            PumpOutbox();
            SetTimer();
        }
        catch (Exception)
        {
            // Who paced it goes on to send it by himself.
            _isDispatchUnderWay = isOurs;
            throw;
        }
    }

    private async Task SendBeside(OpenSend send, DateTimeOffset claimedAt, ChannelView channel, string providerChatId, IDisposable call)
    {
        using var underWay = call;
        var self = _self;
        SendReport report;
        try
        {
            var (message, notReady) = await Prepare(send);
            // A process that stood still since its claim may have been taken for gone, and another one may have sent this.
            var stoodStill = clock.GetUtcNow() - claimedAt > options.CurrentValue.SendTimeout;
            _mayHaveMissedPeople |= stoodStill;
            var result = notReady ?? (stoodStill ? new SendResult.Postponed("stood_still") : await ProviderOf(channel).Send(channel.AccountId, providerChatId, message));
            report = AsReport(send.Intent, claimedAt, result);
            if (result is SendResult.Postponed { Account: { } account }) await TryReport(() => Channel.StatusReported(channel.AccountId, account));
        }
        catch (Exception cause)
        {
            // A channel answers with values; whatever this is, the message may have gone out.
            LogBesideFailed(cause, _key.Chat, nameof(IChannel.Send));
            report = new SendReport(send.Intent.Value, SendOutcome.Unclear, null, cause.GetType().Name, claimedAt);
        }

        await ReportUntilTaken(() => self.SendFinished(report));
    }

    /// <summary>What is sent, or why it cannot be: its file may be gone, or out of reach for now. Nothing has gone out then.</summary>
    private async Task<(OutgoingMessage Message, SendResult? NotReady)> Prepare(OpenSend send)
    {
        var message = new OutgoingMessage(send.Text, send.Intent.Value.ToString("N")) { Content = send.Content };
        if (send.Content is not MessageContent.Media file) return (message, null);

        using var limit = new CancellationTokenSource(options.CurrentValue.SendTimeout, clock);
        try
        {
            await using var stored = await files.Open(new MediaKey(_key.Tenant, _key.Chat, file.Key), limit.Token);
            return stored is null ? (message, new SendResult.Refused("file_missing")) : (message with { File = await stored.ReadAll(limit.Token) }, null);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(IMediaStore.Open));
            return (message, new SendResult.Postponed("file_unreachable"));
        }
    }

    private static SendReport AsReport(IntentId intent, DateTimeOffset claimedAt, SendResult result) => result switch
    {
        SendResult.Accepted accepted => new SendReport(intent.Value, SendOutcome.Accepted, accepted.ProviderMessageId, "", claimedAt),
        SendResult.Refused refused => new SendReport(intent.Value, SendOutcome.Refused, null, refused.Code, claimedAt),
        SendResult.Postponed postponed => new SendReport(intent.Value, SendOutcome.Postponed, null, postponed.Code, claimedAt),
        SendResult.Unclear unclear => new SendReport(intent.Value, SendOutcome.Unclear, null, unclear.Code, claimedAt),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <summary>The outbox row keeps microseconds, and a claim is told from another by its time.</summary>
    private static DateTimeOffset AsStored(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), at.Offset);

    /// <summary>The outbox row is the truth about a claim; the state document may be older than it.</summary>
    private static ChatState WithClaimsOf(StoredChat stored)
    {
        var rows = stored.OpenOutbox.ToDictionary(row => row.Intent);
        return stored.State with
        {
            Sends = [.. stored.State.Sends.Select(send => rows.TryGetValue(send.Intent, out var row) && row.Status == SendStatus.Claimed && send.Status == SendStatus.Ready
                ? send with { Status = SendStatus.Claimed, ClaimedAt = row.ClaimedAt }
                : send)],
        };
    }

    /// <summary>
    /// Claims whose process is proven gone become unclear. So does, after a while, a claim of this process that no call here belongs to, and after a longer one a claim
    /// of another process that lives: the claim's own answer was lost.
    /// </summary>
    private async Task MindOrphans()
    {
        if (!_state!.Sends.Any(send => send.Status == SendStatus.Claimed && !calls.IsSending(send.Intent))) return;
        var stored = await store.Load(_key);
        foreach (var row in stored?.OpenOutbox.Where(row => row.Status == SendStatus.Claimed && !calls.IsSending(row.Intent)) ?? [])
        {
            var limit = incarnation.IsOurs(row.ClaimedBy ?? "") ? options.CurrentValue.LongestClaim : LongestClaimElsewhere;
            var isOver = row.ClaimedAt + limit < clock.GetUtcNow() || await incarnation.IsGone(row.ClaimedBy ?? "");
            if (isOver) await Decide(new ChatInput.SendOrphaned(row.Intent));
        }
    }
}
