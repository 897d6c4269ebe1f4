namespace Orleans.WhatsApp.Simulator;

/// <summary>Counts what the world has begun and not yet finished: deliveries with their retries, echoes, replies of agents.</summary>
internal sealed class Work(Changes changes)
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public void Begin() => Interlocked.Increment(ref _open);

    public void End()
    {
        Interlocked.Decrement(ref _open);
        changes.Happened();
    }
}
