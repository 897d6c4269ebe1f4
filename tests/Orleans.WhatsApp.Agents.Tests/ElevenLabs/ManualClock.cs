namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

/// <summary>A clock that only <see cref="Advance"/> moves, timers included.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period); // nothing here uses periods
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (true)
        {
            Timer? due;
            lock (_gate)
            {
                due = _timers.Where(t => t.DueAt <= until).MinBy(t => t.DueAt);
                if (due is null) _now = until;
                else if (due.DueAt > _now) _now = due.DueAt;
                if (due is not null) _timers.Remove(due);
            }

            if (due is null) return;
            due.Fire();
        }
    }

    /// <summary>Completes once somebody waits for exactly this long from now.</summary>
    public Task SomebodyWaitsFor(TimeSpan wait) => Until(() => _timers.Any(t => t.DueAt == _now + wait));

    /// <summary>Completes once nobody does: a send, say, has let go of its limit, and an advance cannot hit it.</summary>
    public Task NobodyWaitsFor(TimeSpan wait) => Until(() => _timers.All(t => t.DueAt != _now + wait));

    private async Task Until(Func<bool> fact)
    {
        using var limit = new CancellationTokenSource(Heard.Limit);
        while (true)
        {
            lock (_gate)
            {
                if (fact()) return;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    private sealed class Timer(ManualClock clock, Action fire) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueAt = clock._now + dueTime;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
