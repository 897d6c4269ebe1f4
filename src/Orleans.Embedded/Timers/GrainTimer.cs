namespace Orleans.Runtime;

/// <summary>
/// A timer whose ticks are turns of its activation. The period counts from the end of one tick to the start of the next,
/// so ticks never pile up.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly bool _interleave;
    private readonly bool _keepAlive;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _alarm;
    private TimeSpan _due;
    private TimeSpan _period;
    private volatile bool _firing; // from the alarm until the tick's turn has ended
    private bool _changed;
    private bool _disposed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback) = (activation, callback);
        (_due, _period) = (Valid(options.DueTime, nameof(options.DueTime)), Valid(options.Period, nameof(options.Period)));
        (_interleave, _keepAlive) = (options.Interleave, options.KeepAlive);
        using var _ = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _alarm = activation.Silo.GrainClock.CreateTimer(
            static self => ((GrainTimer)self!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Arm() => _alarm.Change(_due, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        (_due, _period) = (Valid(dueTime, nameof(dueTime)), Valid(period, nameof(period)));
        if (_disposed) return;
        _changed = true;
        if (!_firing) Arm(); // otherwise it takes effect when the tick ends
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _alarm.Dispose();
        _stopped.Cancel();
        _activation.Forget(this);
    }

    private static TimeSpan Valid(TimeSpan value, string name) =>
        value == Timeout.InfiniteTimeSpan || (value >= TimeSpan.Zero && value.TotalMilliseconds <= 0xfffffffe)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "From zero to about 49 days, or Timeout.InfiniteTimeSpan for never.");

    private void Ring()
    {
        _firing = true;
        _activation.Turns.TryEnqueue(new Tick(this));
    }

    private async Task Run()
    {
        if (_disposed) return;
        _changed = false;
        try
        {
            await _callback(_stopped.Token);
        }
        catch (Exception error) when (!(_disposed && error is OperationCanceledException))
        {
            _activation.Silo.Log.TimerFailed(error, _activation.GrainId);
            _activation.Failed(error);
        }
        catch (OperationCanceledException)
        {
            // it was told to stop, and it did
        }

        _firing = false;
        if (_disposed) return;
        if (!_changed) _due = _period;
        Arm();
    }

    private sealed class Tick(GrainTimer timer) : Call(timer._activation.GrainId)
    {
        public override bool AlwaysInterleaves => timer._interleave;

        public override bool Local => true;

        public override bool CountsAsUse => timer._keepAlive;

        public override bool Abandoned => timer._disposed;

        public override void Fail(Exception error)
        {
            // the timer has logged it already
        }

        protected override Task Invoke(object grain) => timer.Run();
    }
}
