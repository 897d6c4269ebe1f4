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
    private bool _ticking;
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
        if (_ticking) _changed = true; // takes effect when the tick ends
        else Arm();
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _alarm.Dispose();
        _stopped.Cancel();
        _activation.Forget(this);
    }

    private static TimeSpan Valid(TimeSpan value, string name) => value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A timer's times are not negative; Timeout.InfiniteTimeSpan means never.");

    private void Ring() => _activation.Turns.TryEnqueue(new Tick(this));

    private async Task Run()
    {
        if (_disposed) return;
        _ticking = true;
        try
        {
            await _callback(_stopped.Token);
        }
        catch (Exception error) when (!(_disposed && error is OperationCanceledException))
        {
            _activation.Silo.Log.TimerFailed(error, _activation.GrainId);
        }
        catch (OperationCanceledException)
        {
            // it was told to stop, and it did
        }
        finally
        {
            _ticking = false;
        }

        if (_disposed) return;
        if (!_changed) _due = _period;
        _changed = false;
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
