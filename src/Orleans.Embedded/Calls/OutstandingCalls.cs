namespace Orleans.Runtime;

/// <summary>The calls that wait for an answer, so that they can time out, or fail with the silo.</summary>
internal sealed class OutstandingCalls : IDisposable
{
    private readonly CallStripe[] _stripes = [.. Enumerable.Range(0, 8).Select(_ => new CallStripe())];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private readonly ITimer _alarm;
    private int _armed;

    public OutstandingCalls(TimeProvider clock, TimeSpan limit)
    {
        _clock = clock;
        _limit = limit;
        using var _ = ExecutionContext.SuppressFlow();
        var never = Timeout.InfiniteTimeSpan;
        _alarm = clock.CreateTimer(static self => ((OutstandingCalls)self!).FailOverdue(), this, never, never);
    }

    public void Expect(Call call)
    {
        if (_limit == Timeout.InfiniteTimeSpan) call.Deadline = long.MaxValue;
        else call.Deadline = _clock.GetTimestamp() + (long)(_limit.TotalSeconds * _clock.TimestampFrequency);
        _stripes[Environment.CurrentManagedThreadId % _stripes.Length].Add(call); // striped, so that callers do not queue for one lock
        if (call.Deadline != long.MaxValue && Interlocked.CompareExchange(ref _armed, 1, 0) == 0)
            _alarm.Change(_limit, Timeout.InfiniteTimeSpan);
    }

    public void FailAll(Func<Exception> error)
    {
        foreach (var call in _stripes.SelectMany(stripe => stripe.TakeUntil(long.MaxValue))) call.Fail(error());
    }

    public void Dispose() => _alarm.Dispose();

    // One timer for all: it rests while nobody waits.
    private void FailOverdue()
    {
        Volatile.Write(ref _armed, 0);
        foreach (var call in _stripes.SelectMany(stripe => stripe.TakeUntil(_clock.GetTimestamp())))
            call.Fail(new TimeoutException($"{call.Name} of {call.Target} did not answer within {_limit}."));

        var next = _stripes.Min(stripe => stripe.FirstDeadline);
        if (next == long.MaxValue || Interlocked.CompareExchange(ref _armed, 1, 0) != 0) return;
        var wait = TimeSpan.FromSeconds((double)(next - _clock.GetTimestamp()) / _clock.TimestampFrequency) + TimeSpan.FromMilliseconds(1);
        _alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}

/// <summary>A list in order of deadline, because all calls of a silo have the same patience.</summary>
internal sealed class CallStripe
{
    private readonly Lock _lock = new();
    private Call? _first;
    private Call? _last;

    public long FirstDeadline
    {
        get
        {
            lock (_lock) return _first?.Deadline ?? long.MaxValue;
        }
    }

    public void Add(Call call)
    {
        lock (_lock)
        {
            call.Stripe = this;
            call.Previous = _last;
            if (_last is null) _first = call;
            else _last.Next = call;
            _last = call;
        }
    }

    public void Remove(Call call)
    {
        lock (_lock) Unlink(call);
    }

    public List<Call> TakeUntil(long deadline)
    {
        lock (_lock)
        {
            var taken = new List<Call>();
            while (_first is { } call && call.Deadline <= deadline)
            {
                taken.Add(call);
                Unlink(call);
            }

            return taken;
        }
    }

    private void Unlink(Call call)
    {
        if (call.Stripe is null) return;
        if (call.Previous is null) _first = call.Next;
        else call.Previous.Next = call.Next;
        if (call.Next is null) _last = call.Previous;
        else call.Next.Previous = call.Previous;
        (call.Stripe, call.Previous, call.Next) = (null, null, null);
    }
}
