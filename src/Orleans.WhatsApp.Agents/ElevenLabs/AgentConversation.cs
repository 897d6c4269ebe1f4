using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// One socket from its first frame to its last. Until <see cref="HandOver"/> it belongs to the opening and nobody listens; afterwards the listener hears
/// everything, <see cref="AgentEvent.Ended"/> last.
/// </summary>
/// <remarks>
/// Two loops: one reads, so that pings are answered while the listener is busy; one tells the listener, event after event. Neither holds a thread.
/// </remarks>
internal sealed class AgentConversation : IAgentConversation
{
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(5);

    private readonly AgentSocket _socket;
    private readonly Replies _replies;
    private readonly Func<AgentEvent, Task> _listen;
    private readonly TimeProvider _time;
    private readonly TimeSpan _livenessTimeout;
    private readonly ILogger _log;

    // A bound, since a listener that hangs must not gather replies without end; at the bound reading waits.
    private readonly Channel<AgentEvent> _events =
        Channel.CreateBounded<AgentEvent>(new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Closing> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock _gate = new();
    private ITimer? _watch;
    private OpenSockets.Seat? _seat;
    private bool _handedOver;
    private bool _closedByUs;
    private bool _isMakingWay;
    private long? _idleSince;
    private bool _silent;

    private long _lastFrameAt;
    private ServerFrame.Error? _error;
    private string? _queue;
    private bool _hungUp;

    private AgentConversation(
        AgentSocket socket, Func<string?> configuredGreeting, Func<AgentEvent, Task> listen, TimeProvider time, TimeSpan livenessTimeout, ILogger log)
    {
        (_socket, _listen, _time, _livenessTimeout, _log) = (socket, listen, time, livenessTimeout, log);
        _replies = new Replies(configuredGreeting);
    }

    public string ConversationId { get; private set; } = "";

    /// <summary>The metadata frame has come.</summary>
    public Task Accepted => _accepted.Task;

    public Task Greeted => _greeted.Task;

    public Task<Closing> Closed => _closed.Task;

    /// <summary>What went wrong so far, for an opening that nobody answers.</summary>
    public string? Trouble => _error is { } error ? Closing.Word(error) : _queue is "waiting" ? "queue_waiting" : null;

    /// <summary>The provider has said that it refuses the override; its close may follow or not.</summary>
    public bool OverrideRefused { get; private set; }

    public static AgentConversation Start(
        AgentSocket socket, Func<string?> configuredGreeting, Func<AgentEvent, Task> listen, TimeProvider time, TimeSpan livenessTimeout, ILogger log)
    {
        var conversation = new AgentConversation(socket, configuredGreeting, listen, time, livenessTimeout, log);
        _ = OffTurn.Start(conversation.Live);
        return conversation;
    }

    /// <summary>From here on the listener hears, and the conversation gives the seat back when its socket is gone. False if it has ended before.</summary>
    public bool HandOver(OpenSockets.Seat seat)
    {
        lock (_gate)
        {
            if (_closed.Task.IsCompleted) return false;
            _seat = seat;
            _handedOver = true;
        }

        seat.Occupy(this);
        return true;
    }

    /// <summary>Asked to close for the sake of another conversation.</summary>
    public bool IsMakingWay
    {
        get { lock (_gate) return _isMakingWay; }
    }

    /// <summary>How long it has owed nothing; zero while an answer is owed or the first question is still to come.</summary>
    public TimeSpan IdleFor()
    {
        lock (_gate) return _idleSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;
    }

    /// <summary>Closes with 1000 if nothing is owed; the listener hears <c>Ended(1000, "made_room")</c>.</summary>
    public void MakeWay()
    {
        lock (_gate)
        {
            if (_idleSince is null || _closedByUs || _isMakingWay || _closed.Task.IsCompleted) return;
            _isMakingWay = true;
            _watch?.Change(CloseWait, Timeout.InfiniteTimeSpan);
        }

        _ = OffTurn.Start(async () => await _socket.Close());
    }

    /// <summary>Ends an opening's socket at once. Not for one that has been handed over.</summary>
    public void Abandon() => _socket.Abort();

    /// <summary>Never throws over a lost socket: <see cref="AgentEvent.Ended"/> is the one report of that.</summary>
    public Task SendContext(string text) => _socket.Send(ClientFrame.ContextualUpdate(text));

    /// <inheritdoc cref="SendContext"/>
    public Task SendUserMessage(string text)
    {
        lock (_gate) _idleSince = null;
        _replies.UserSpeaks();
        return _socket.Send(ClientFrame.UserMessage(text));
    }

    /// <summary>
    /// Closes with 1000 on purpose. No reply is told any more, only <c>Ended(1000, "closed_by_us")</c>, once the other side has closed too or 5 s have
    /// passed; this call does not wait for that, since the listener may be the very grain that makes it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closedByUs || _closed.Task.IsCompleted) return;
            _closedByUs = true;
            _watch?.Change(CloseWait, Timeout.InfiniteTimeSpan);
        }

        await _socket.Close();
    }

    private async Task Live()
    {
        lock (_gate)
        {
            _lastFrameAt = _time.GetTimestamp();
            _watch = _time.CreateTimer(_ => Look(), null, _livenessTimeout, Timeout.InfiniteTimeSpan);
        }

        await Task.WhenAll(ReadToTheEnd(), Tell());
    }

    private async Task ReadToTheEnd()
    {
        var closing = Closing.From(null, null, null, hungUp: false);
        try
        {
            closing = await Read();
        }
        catch (Exception e) when (AgentSocket.IsLoss(e))
        {
            closing = _silent ? Closing.Silent : Closing.From(null, null, _error, _hungUp);
        }
        catch (Exception e)
        {
            AgentLog.Broken(_log, e, ConversationId); // must not happen; the listener still hears the end
        }
        finally
        {
            await End(closing);
        }
    }

    private async Task<Closing> Read()
    {
        while (await _socket.Read() is { } frame)
        {
            Volatile.Write(ref _lastFrameAt, _time.GetTimestamp());
            if (frame is ServerFrame.Queue { Status: "timed_out" }) return Closing.QueueTimedOut;
            await Take(frame);
        }

        return Closing.From(_socket.CloseCode, _socket.CloseReason, _error, _hungUp);
    }

    private async ValueTask Take(ServerFrame frame)
    {
        switch (frame)
        {
            case ServerFrame.Metadata metadata when !_accepted.Task.IsCompleted:
                ConversationId = metadata.ConversationId;
                _accepted.TrySetResult();
                break;
            case ServerFrame.Ping ping:
                await _socket.Send(ClientFrame.Pong(ping.RawEventId));
                break;
            case ServerFrame.AgentResponse response:
                await Take(response);
                break;
            case ServerFrame.Interruption interruption:
                _replies.Interrupted(interruption.EventId);
                break;
            case ServerFrame.ToolCall call:
                await _socket.Send(ClientFrame.ToolNotSupported(call.RawCallId));
                break;
            case ServerFrame.ApprovalAsked call:
                await _socket.Send(ClientFrame.NotApproved(call.RawCallId));
                break;
            case ServerFrame.HangsUp:
                _hungUp = true;
                break;
            case ServerFrame.Queue queue:
                _queue = queue.Status;
                break;
            case ServerFrame.Error error:
                Take(error);
                break;
        }
    }

    private async ValueTask Take(ServerFrame.AgentResponse response)
    {
        var verdict = _replies.Judge(response);
        if (verdict is Verdict.Greeting) _greeted.TrySetResult();
        if (verdict is Verdict.Reply) lock (_gate) _idleSince = _time.GetTimestamp();
        if (verdict is Verdict.Reply) await _events.Writer.WriteAsync(new AgentEvent.Spoke(response.Text));
    }

    private void Take(ServerFrame.Error error)
    {
        _error = error;
        if (_accepted.Task.IsCompleted || Closing.Word(error) is not "override_error") return;
        OverrideRefused = true;
        _socket.Abort(); // the close that should follow is not always sent
    }

    private async Task End(Closing closing)
    {
        lock (_gate)
        {
            if (_closedByUs) closing = Closing.ByUs;
            else if (_isMakingWay) closing = Closing.MadeRoom;
            _closed.TrySetResult(closing);
            _watch?.Dispose();
        }

        await _socket.Close();
        _socket.Dispose();
        _seat?.Dispose();
        if (_handedOver)
        {
            AgentLog.Ended(_log, ConversationId, closing.Code, closing.Reason);
            await _events.Writer.WriteAsync(new AgentEvent.Ended(closing.Code, closing.Reason, closing.MayRetry));
        }

        _events.Writer.Complete();
    }

    private async Task Tell()
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            if (happened is AgentEvent.Spoke && Volatile.Read(ref _closedByUs)) continue;
            try
            {
                await _listen(happened);
            }
            catch (Exception e) when (!Volatile.Read(ref _closedByUs))
            {
                AgentLog.NotTaken(_log, e, ConversationId);
            }
            catch (Exception)
            {
                // Whoever closed it need not be there any more to hear that it is closed: a stopping process takes its listeners along.
            }
        }
    }

    // One timer, looked at rather than reset: resetting it on each of a busy socket's frames would be the dearest thing done with them.
    private void Look()
    {
        lock (_gate)
        {
            if (_closed.Task.IsCompleted) return;
            var left = _livenessTimeout - _time.GetElapsedTime(Volatile.Read(ref _lastFrameAt));
            var isClosing = _closedByUs || _isMakingWay;
            if (!isClosing && left > TimeSpan.Zero)
            {
                _watch?.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            _silent = !isClosing;
        }

        _socket.Abort();
    }
}
