using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains.Connections;

/// <summary>
/// Keeps one WebSocket and the turn that is outstanding on it. Opening is tried again with growing pauses while a turn is outstanding; once the turn's text has
/// been handed over, a lost socket is reported, since asking again is the chat's decision. It is placed where its chat asks for it first.
/// </summary>
[GrainType("elevenlabsconnection"), PreferLocalPlacement]
public sealed partial class ElevenLabsConnectionGrain(
    IAgentConnector agents, OpenCalls calls, TimeProvider clock, IOptionsMonitor<ChatOptions> options, ILogger<ElevenLabsConnectionGrain> log)
    : Grain, IElevenLabsConnectionGrain
{
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(2);

    private IElevenLabsConnectionGrain _self = null!;
    private IChatGrain _chat = null!;
    private CancellationTokenSource _opening = new();
    private IAgentConversation? _conversation;
    private string _agent = "";
    private AgentRequest? _request;
    private IDisposable? _owed;
    private bool _isAnswered;
    private int _parts;
    private Task _telling = Task.CompletedTask;
    private AgentAttempt? _latest;
    private AgentAttempt? _socket;
    private DateTimeOffset _lastActivity;
    private IGrainTimer? _idle;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _self = this.AsReference<IElevenLabsConnectionGrain>();
        _chat = GrainFactory.GetGrain<IChatGrain>(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task Ask(AgentRequest request)
    {
        var attempt = request.AsAttempt();
        if (_latest is { } latest && !attempt.IsAfter(latest)) return Task.CompletedTask;
        _latest = attempt;
        (_request, _isAnswered, _parts) = (request, false, 0);
        _owed ??= calls.Begin();
        _lastActivity = clock.GetUtcNow();
        var reusable = !request.Fresh && _conversation is not null && _agent == request.AgentId;
        if (reusable)
        {
            _ = SpeakBeside(_conversation!, request);
            return Task.CompletedTask;
        }

        Close();
        (_agent, _socket) = (request.AgentId, attempt);
        _ = OpenBeside(request, attempt, _opening.Token);
        return Task.CompletedTask;
    }

    public Task End()
    {
        Settle();
        Close();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<bool> IsWorkingOn(int turn, int attempt) => Task.FromResult((!_isAnswered || !_telling.IsCompleted) && _request is { } request && request.Turn == turn && request.Attempt == attempt);

    public async Task Heard(AgentAttempt opener, HeardEvent heard)
    {
        if (opener != _socket) return;
        _lastActivity = clock.GetUtcNow();
        if (heard.IsEnd) await SocketEnded(heard);
        else if (_request is { } request) Replied(request, heard.Text);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Not waited for: the chat may be waiting for this grain. It need not wait for its answer deadline.
        if (_request is { } request && !_isAnswered) _ = Lose(request, new AgentOpening.Failed("moved", true));
        PayBack();
        Close();
        _opening.Dispose();
        return Task.CompletedTask;
    }

    private void Replied(AgentRequest request, string text)
    {
        _isAnswered = true;
        _telling = TellAfter(_telling, request, new AgentReport(AgentNews.Replied, request.Turn, request.Attempt, text, ++_parts));
    }

    /// <summary>
    /// No deadline stands behind the parts of an answer once one of them is taken, so they are told until the chat takes them, one after the other; what it does not want
    /// any more it leaves. Only a newer ask, or the chat's own word that it is over, ends that.
    /// </summary>
    private async Task TellAfter(Task before, AgentRequest request, AgentReport report)
    {
        await before;
        while (_request == request && !await TryTell(report)) await Task.Delay(ReportPause, clock);
        if (_request == request && _parts == report.Part) PayBack();
    }

    private async Task<bool> TryTell(AgentReport report)
    {
        try
        {
            await Beside.Tell(() => _chat.AgentReported(report), clock);
            return true;
        }
        catch (Exception cause)
        {
            LogReportLost(cause, this.GetPrimaryKeyString());
            return false;
        }
    }

    private async Task SocketEnded(HeardEvent end)
    {
        (_conversation, _socket) = (null, null);
        // A close without an outstanding turn is normal: the server closes after 60 s of silence.
        if (_request is not { } request || _isAnswered) return;
        Settle();
        LogLost(this.GetPrimaryKeyString(), request.Turn, request.Attempt, end.Text);
        await Beside.Tell(() => _chat.AgentReported(new AgentReport(AgentNews.Lost, request.Turn, request.Attempt, end.Text, IsHopeless: !end.MayRetry)), clock);
    }

    private async Task OpenBeside(AgentRequest request, AgentAttempt socket, CancellationToken stop)
    {
        try
        {
            var opening = await OpenWithPatience(request, socket, stop);
            if (socket != _socket)
            {
                if (opening is AgentOpening.Opened { Conversation: var unwanted }) await unwanted.DisposeAsync();
                return;
            }

            if (opening is AgentOpening.Opened { Conversation: var conversation }) await Begin(conversation, request);
            else await Lose(request, opening as AgentOpening.Failed ?? new AgentOpening.Failed("not_opened", true));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Closed on purpose while opening.
        }
        catch (Exception cause)
        {
            LogBroke(cause, this.GetPrimaryKeyString());
            await Lose(request, new AgentOpening.Failed("socket_failed", true));
        }
    }

    /// <summary>The backoff of the specification: 1.5 s, 3 s, 6 s, at most three times, only while the turn is outstanding.</summary>
    private async Task<AgentOpening> OpenWithPatience(AgentRequest request, AgentAttempt socket, CancellationToken stop)
    {
        var self = _self;
        for (var retries = 0; ; retries++)
        {
            var opening = await agents.Open(request.AgentId, heard => self.Heard(socket, AsHeard(heard)), stop);
            if (opening is not AgentOpening.Failed { MayRetry: true } failed || retries >= options.CurrentValue.MaxReconnectAttempts || socket != _socket) return opening;
            LogReconnecting(this.GetPrimaryKeyString(), retries + 1, failed.Reason);
            await Task.Delay(options.CurrentValue.ReconnectBaseDelay * Math.Pow(2, retries), clock, stop);
        }
    }

    private async Task Begin(IAgentConversation conversation, AgentRequest request)
    {
        _conversation = conversation;
        _lastActivity = clock.GetUtcNow();
        WatchIdleness();
        // Stored before the text goes out, so that a lost conversation can be looked into for its answer.
        await Beside.Tell(() => _chat.AgentReported(new AgentReport(AgentNews.ConversationStarted, request.Turn, request.Attempt, conversation.ConversationId)), clock);
        if (_conversation != conversation || _request != request) return;
        if (request.Context.Length > 0) await conversation.SendContext(request.Context);
        await conversation.SendUserMessage(request.Text);
    }

    private async Task SpeakBeside(IAgentConversation conversation, AgentRequest request)
    {
        try
        {
            await conversation.SendUserMessage(request.Text);
        }
        catch (Exception cause)
        {
            LogBroke(cause, this.GetPrimaryKeyString());
            if (!_isAnswered) await Lose(request, new AgentOpening.Failed("socket_failed", true));
        }
    }

    private async Task Lose(AgentRequest request, AgentOpening.Failed failure)
    {
        // What belongs to a newer ask is not this one's to close, and nobody waits for the older one.
        if (_request != request) return;
        Settle();
        Close();
        // The chat's answer deadline stands behind this.
        await TryTell(new AgentReport(AgentNews.Lost, request.Turn, request.Attempt, failure.Reason, IsHopeless: !failure.MayRetry));
    }

    /// <summary>Nothing is owed any more.</summary>
    private void Settle()
    {
        _request = null;
        PayBack();
    }

    private void PayBack()
    {
        _owed?.Dispose();
        _owed = null;
    }

    private void Close()
    {
        _socket = null;
        _opening.Cancel();
        _opening.Dispose();
        _opening = new CancellationTokenSource();
        if (_conversation is { } conversation) _ = CloseBeside(conversation);
        _conversation = null;
    }

    private async Task CloseBeside(IAgentConversation conversation)
    {
        try
        {
            await conversation.DisposeAsync();
        }
        catch (Exception cause)
        {
            LogBroke(cause, this.GetPrimaryKeyString());
        }
    }

    private void WatchIdleness()
    {
        var period = options.CurrentValue.IdleCheckInterval;
        _idle ??= this.RegisterGrainTimer(CloseIfIdle, new GrainTimerCreationOptions(period, period));
    }

    private Task CloseIfIdle()
    {
        if (_conversation is null || !_telling.IsCompleted || clock.GetUtcNow() - _lastActivity < options.CurrentValue.IdleConnectionTimeout) return Task.CompletedTask;
        LogIdle(this.GetPrimaryKeyString());
        return End();
    }

    private static HeardEvent AsHeard(AgentEvent heard) => heard switch
    {
        AgentEvent.Spoke spoke => new HeardEvent(false, spoke.Text, true),
        AgentEvent.Ended ended => new HeardEvent(true, ended.Reason.Length > 0 ? ended.Reason : $"closed_{ended.Code}", ended.MayRetry),
        _ => throw new ArgumentOutOfRangeException(nameof(heard)),
    };
}
