namespace Orleans.WhatsApp.Simulator;

/// <summary>How a socket opens: from the client's first frame to the metadata, or not that far.</summary>
public sealed record AgentOpening
{
    public static AgentOpening Usual { get; } = new();

    /// <summary>Statuses of <c>queue_status</c> frames sent before the metadata: waiting, admitted, timed_out.</summary>
    public IReadOnlyList<string> Queue { get; init; } = [];

    /// <summary>A pause before the metadata.</summary>
    public TimeSpan MetadataAfter { get; init; }

    /// <summary>The metadata never comes; the socket stays open.</summary>
    public bool WithoutMetadata { get; init; }

    public AgentClose? CloseBeforeMetadata { get; init; }

    public AgentClose? CloseAfterMetadata { get; init; }

    /// <summary>The HTTP request for the socket is refused with this status instead.</summary>
    public int? RefuseUpgrade { get; init; }
}
