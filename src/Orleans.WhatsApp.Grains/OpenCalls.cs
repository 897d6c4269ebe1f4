namespace Orleans.WhatsApp.Grains;

/// <summary>
/// What this process has under way at outside parties: sends at the provider, turns at the agent. A process that is about to end begins no further send and
/// waits a while for what runs, so that nobody has to find out afterwards what became of it.
/// </summary>
public sealed class OpenCalls
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closing;

    public int Count { get; private set; }

    /// <summary>A call that is under way until it is disposed; null once the process is about to end.</summary>
    public IDisposable? TryBegin()
    {
        lock (_lock) return _closing is null ? Opened() : null;
    }

    /// <summary>For what cannot wait for another process: a turn that is asked here is asked, even late.</summary>
    public IDisposable Begin()
    {
        lock (_lock) return Opened();
    }

    /// <summary>From now on no send begins here. The task ends when nothing is under way.</summary>
    public Task Close()
    {
        lock (_lock)
        {
            _closing ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Count == 0) _closing.TrySetResult();
            return _closing.Task;
        }
    }

    private Call Opened()
    {
        Count++;
        return new Call(this);
    }

    private void End()
    {
        lock (_lock)
            if (--Count == 0) _closing?.TrySetResult();
    }

    private sealed class Call(OpenCalls calls) : IDisposable
    {
        private OpenCalls? _calls = calls;

        public void Dispose() => Interlocked.Exchange(ref _calls, null)?.End();
    }
}
