namespace Orleans.WhatsApp.Silo.Health;

/// <summary>Whether the start is complete: storage prepared, silo active, sweeps running, listening.</summary>
internal sealed class Readiness
{
    private volatile bool _isComplete;

    public bool IsComplete => _isComplete;

    public void Complete() => _isComplete = true;

    /// <summary>The process is stopping: send no more work here.</summary>
    public void Withdraw() => _isComplete = false;
}
