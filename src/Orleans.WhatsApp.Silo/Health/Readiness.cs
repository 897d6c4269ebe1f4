namespace Orleans.WhatsApp.Silo.Health;

/// <summary>How far this process is: storage prepared, silo active, sweeps running and listening, or about to end.</summary>
internal sealed class Readiness
{
    private volatile Stage _stage = Stage.Starting;

    public Stage Stage => _stage;

    public void Complete() => _stage = Stage.Serving;

    /// <summary>The process is stopping: send no more work here.</summary>
    public void Withdraw() => _stage = Stage.Stopping;
}

internal enum Stage
{
    Starting,
    Serving,
    Stopping,
}
