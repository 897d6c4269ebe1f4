namespace Orleans.WhatsApp.Simulation;

/// <summary>Time that the loop moves. Timers count steady time; the time of day may jump, as it does where a machine's clock is set.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly PriorityQueue<SimulatedTimer, (DateTimeOffset Due, long Number)> _timers = new();
    private long _made;
    private TimeSpan _least;
    private TimeSpan _most;

    public DateTimeOffset Steady { get; private set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>How far the time of day is ahead of the steady time.</summary>
    public TimeSpan Ahead
    {
        get;
        set
        {
            // From one end of where it ever was to the other.
            (_least, _most) = (value < _least ? value : _least, value > _most ? value : _most);
            field = value;
        }
    }

    /// <summary>By so much the time of day may have shortened or lengthened what was measured by it.</summary>
    public TimeSpan MostAhead => _most - _least;

    public bool HasJumped => MostAhead > TimeSpan.Zero;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Steady + Ahead;

    public override long GetTimestamp() => Steady.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void After(TimeSpan delay, Action action) => CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Goes on to the next timer and lets it ring; false if none is due by then.</summary>
    public bool FireNext(DateTimeOffset until)
    {
        while (_timers.TryPeek(out var timer, out var at))
        {
            if (timer.Place != at.Number)
            {
                _timers.Dequeue();
                continue;
            }

            if (at.Due > until) return false;
            _timers.Dequeue();
            MoveTo(at.Due);
            timer.Ring();
            return true;
        }

        return false;
    }

    public void MoveTo(DateTimeOffset time)
    {
        if (time > Steady) Steady = time;
    }

    private sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _isGone;

        /// <summary>The one place in the queue that counts; earlier ones were changed since.</summary>
        public long Place { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isGone) return false;
            _period = period;
            Place = 0;
            if (dueTime != Timeout.InfiniteTimeSpan) Wait(dueTime);
            return true;
        }

        /// <summary>A period of zero means once, as with the system's timers.</summary>
        public void Ring()
        {
            Place = 0;
            if (_period > TimeSpan.Zero) Wait(_period);
            callback(state);
        }

        public void Dispose() => (_isGone, Place) = (true, 0);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Wait(TimeSpan time)
        {
            Place = ++clock._made;
            clock._timers.Enqueue(this, (clock.Steady + time, Place));
        }
    }
}
