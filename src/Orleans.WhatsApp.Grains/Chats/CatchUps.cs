namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>How many chats of this process are asking their provider, before they act on an overdue deadline, what people did meanwhile.</summary>
public sealed class CatchUps
{
    /// <summary>So many may begin by themselves, whatever else is overdue. Beyond that the sweeps say who is next.</summary>
    private const int Several = 8;

    private int _underWay;

    public bool AreSeveral => Volatile.Read(ref _underWay) >= Several;

    /// <summary>Under way until it is disposed.</summary>
    public IDisposable Begin()
    {
        Interlocked.Increment(ref _underWay);
        return new CatchUp(this);
    }

    private sealed class CatchUp(CatchUps all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._underWay);
    }
}
