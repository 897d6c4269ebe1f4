using Orleans.Runtime;

namespace Orleans.WhatsApp.Simulation;

/// <summary>
/// One thread on which everything runs, and one seed that decides what runs next: turns of grains, answers of databases and providers, what people do.
/// Time passes only when the loop lets it.
/// </summary>
internal sealed class SeededLoop(Luck luck, SimulatedClock clock) : RunQueue
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(2);
    private readonly List<object> _ready = []; // TurnQueue, or Action
    private volatile string? _intruder;
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Between any two work items somebody else may have a turn.</summary>
    public override int Slice => 1;

    public override TaskCreationOptions Answers => TaskCreationOptions.None;

    /// <summary>What was run so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Where the continuations of the world's own code come back to.</summary>
    public SynchronizationContext Context => field ??= new LoopContext(this);

    public override void Queue(TurnQueue ready) => Add(ready);

    public void Add(Action action) => Add((object)action);

    public void After(TimeSpan delay, Action action)
    {
        if (delay <= TimeSpan.Zero) Add(action);
        else clock.After(delay, () => Add(action));
    }

    /// <summary>Runs everything that is to be done before this time.</summary>
    /// <param name="atMost">Steps; more than that never comes to an end.</param>
    public void RunUntil(DateTimeOffset time, int atMost)
    {
        for (var steps = 0; ; steps++)
        {
            if (steps > atMost) throw new BrokenPromise($"After {atMost} steps it is still only {clock.Steady:T}: something never comes to an end.");
            if (_ready.Count == 0)
            {
                if (clock.FireNext(time)) continue;
                clock.MoveTo(time);
                return;
            }

            // A busy process lags behind its timers.
            if (luck.Next(50) == 0 && clock.FireNext(Earlier(time, clock.Steady + LongestLag))) continue;
            RunOne();
        }
    }

    /// <summary>Runs so many steps at the most, and lets no time pass.</summary>
    public void RunSome(int steps)
    {
        for (; steps > 0 && _ready.Count > 0; steps--) RunOne();
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void Add(object work)
    {
        if (Environment.CurrentManagedThreadId == _thread) _ready.Add(work);
        // Not decided by the seed. Whoever it was may swallow an exception, so the run is told.
        else _intruder ??= $"Work came from another thread:\n{Environment.StackTrace}";
    }

    private void RunOne()
    {
        if (_intruder is { } intruder) throw new InvalidOperationException(intruder);
        Steps++;
        var index = _ready.Count == 1 ? 0 : luck.Next(_ready.Count);
        var work = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (work is TurnQueue turns)
        {
            // Continuations of a grain belong to its own queue.
            SynchronizationContext.SetSynchronizationContext(null);
            ((IThreadPoolWorkItem)turns).Execute();
            SynchronizationContext.SetSynchronizationContext(Context);
        }
        else ((Action)work)();
    }

    private sealed class LoopContext(SeededLoop loop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback callback, object? state) => loop.Add(() => callback(state));

        public override void Send(SendOrPostCallback callback, object? state) => callback(state);
    }
}
