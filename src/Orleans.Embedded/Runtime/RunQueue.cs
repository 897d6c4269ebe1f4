namespace Orleans.Runtime;

/// <summary>
/// The one place where runnable work waits for a thread: everything an activation ever does is queued here.
/// A seeded single-threaded loop can take the thread pool's place by overriding <see cref="Queue"/>.
/// </summary>
internal abstract class RunQueue
{
    /// <summary>How many work items a queue may run before others get their turn.</summary>
    public virtual int Slice => 64;

    /// <summary>
    /// How an answer reaches who waits for it. A thread that answers must not go on with the caller's work; where there is only one thread that cannot be, and the
    /// pool's, which would take over what is combined from answers (<c>WaitAsync</c>, <c>WhenAny</c>), are kept out.
    /// </summary>
    public virtual TaskCreationOptions Answers => TaskCreationOptions.RunContinuationsAsynchronously;

    public abstract void Queue(TurnQueue ready);
}

internal sealed class ThreadPoolRunQueue : RunQueue
{
    // Not flowing the caller's execution context is what keeps async-locals out of the callee.
    public override void Queue(TurnQueue ready) => ThreadPool.UnsafeQueueUserWorkItem(ready, preferLocal: true);
}
