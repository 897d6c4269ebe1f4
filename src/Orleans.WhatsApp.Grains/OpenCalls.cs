using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains;

/// <summary>
/// What this process has under way at outside parties: sends at the provider, turns at the agent. A process that is about to end begins no further send and
/// waits a while for what runs, so that nobody has to find out afterwards what became of it.
/// </summary>
public sealed class OpenCalls
{
    private readonly Lock _lock = new();
    private readonly HashSet<Call> _open = [];
    private TaskCompletionSource? _closing;

    public int Count
    {
        get { lock (_lock) return _open.Count; }
    }

    /// <summary>A call that is under way until it is disposed; null once the process is about to end.</summary>
    /// <param name="send">What it sends, if that is a send of a chat.</param>
    public IDisposable? TryBegin(IntentId? send = null)
    {
        lock (_lock) return _closing is null ? Opened(send) : null;
    }

    /// <summary>For what cannot wait for another process: a turn that is asked here is asked, even late.</summary>
    public IDisposable Begin()
    {
        lock (_lock) return Opened(null);
    }

    /// <summary>A call of this send runs in this process, or its report is on its way, whichever activation of the chat began it.</summary>
    public bool IsSending(IntentId send)
    {
        lock (_lock) return _open.Any(call => call.Send == send);
    }

    /// <summary>From now on no send begins here. The task ends when nothing is under way.</summary>
    public Task Close()
    {
        lock (_lock)
        {
            _closing ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open.Count == 0) _closing.TrySetResult();
            return _closing.Task;
        }
    }

    private Call Opened(IntentId? send)
    {
        var call = new Call(this, send);
        _open.Add(call);
        return call;
    }

    private void End(Call call)
    {
        lock (_lock)
            if (_open.Remove(call) && _open.Count == 0) _closing?.TrySetResult();
    }

    private sealed class Call(OpenCalls calls, IntentId? send) : IDisposable
    {
        public IntentId? Send => send;

        public void Dispose() => calls.End(this);
    }
}
