using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}

public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    public required TimeSpan DueTime { get; init; }

    public required TimeSpan Period { get; init; }

    /// <summary>The callback may start while a call waits; off unless set.</summary>
    public bool Interleave { get; init; }

    /// <summary>Each tick counts as use of the activation; off unless set.</summary>
    public bool KeepAlive { get; init; }
}
