namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Whether chats of this process are asking their provider, before they act on an overdue deadline, what people did meanwhile.</summary>
public sealed class CatchUps
{
    private int _underWay;

    public bool AreUnderWay => Volatile.Read(ref _underWay) > 0;

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
