namespace Orleans.Runtime;

/// <summary>
/// Runs one activation's work, one item at a time in the order of arrival. It is also the task scheduler of that work,
/// so that continuations come back to it, those of tasks that nobody awaits included.
/// </summary>
internal sealed class TurnQueue(RunQueue threads, Activation? owner) : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Queue<object> _work = new(); // Task, or Call for the owner to admit, or Action
    private Task? _startingNow;
    private bool _queued;
    private bool _closed;
    private volatile bool _dead;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>False once the activation is gone: the sender has to look for its successor.</summary>
    public bool TryEnqueue(Call call)
    {
        lock (_work)
        {
            if (_closed) return false;
            Add(call);
            return true;
        }
    }

    /// <summary>Takes calls over from a predecessor before anyone else can reach this queue.</summary>
    public void Inherit(List<Call> pending, Action publish)
    {
        lock (_work)
        {
            foreach (var call in pending) Add(call);
            publish();
        }
    }

    public void Enqueue(Action work)
    {
        lock (_work) Add(work);
    }

    /// <summary>Takes no more calls, and gives back those not yet admitted. Continuations still run.</summary>
    public List<Call> Close()
    {
        lock (_work)
        {
            _closed = true;
            var late = _work.OfType<Call>().ToList();
            if (late.Count == 0) return late;
            var rest = _work.Where(item => item is not Call).ToArray();
            _work.Clear();
            foreach (var item in rest) _work.Enqueue(item);
            return late;
        }
    }

    /// <summary>Nothing runs here any more: what a crash does to code that was waiting.</summary>
    public void Kill() => _dead = true;

    /// <summary>Runs the start of a turn within the current work item, with this queue as its scheduler.</summary>
    public void RunNow(Action<object?> turn, object? state)
    {
        if (_dead) return;
        var task = new Task(turn, state);
        _startingNow = task;
        task.Start(this);
        TryExecuteTask(task);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var outer = RuntimeContext.Swap(owner);
        var clean = ExecutionContext.Capture();
        try
        {
            for (var left = threads.Slice; ; left--)
            {
                object item;
                lock (_work)
                {
                    if (_dead) _work.Clear();
                    if (_work.Count == 0)
                    {
                        _queued = false;
                        return;
                    }

                    if (left == 0)
                    {
                        threads.Queue(this);
                        return;
                    }

                    item = _work.Dequeue();
                }

                Run(item);
                if (clean is not null) ExecutionContext.Restore(clean); // a turn that set an async-local keeps it to itself
            }
        }
        finally
        {
            RuntimeContext.Swap(outer);
        }
    }

    protected override void QueueTask(Task task)
    {
        if (ReferenceEquals(task, _startingNow))
        {
            _startingNow = null;
            return;
        }

        lock (_work) Add(task);
    }

    // Inline only when already on this queue, so that a grain never runs in parallel with itself.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && !_dead && owner is not null && RuntimeContext.Current == owner && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_work) return _work.OfType<Task>().ToArray();
    }

    private void Add(object item)
    {
        if (_dead) return;
        _work.Enqueue(item);
        if (_queued) return;
        _queued = true;
        threads.Queue(this);
    }

    private void Run(object item)
    {
        if (item is Task task) TryExecuteTask(task);
        else if (item is Call call) owner!.Admit(call);
        else RunNow(static work => ((Action)work!)(), item);
    }
}
