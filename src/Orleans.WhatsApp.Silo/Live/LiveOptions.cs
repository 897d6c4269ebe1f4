using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>Bounds of the live updates (section <c>Live</c>).</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>In this process.</summary>
    [Range(1, 1_000_000)]
    public int MaxClients { get; set; } = 2_000;

    /// <summary>In this process; each open window of a dashboard is one.</summary>
    [Range(1, 1_000_000)]
    public int MaxClientsPerUser { get; set; } = 20;

    /// <summary>How often a quiet stream says that it lives, so that nothing in between closes it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a tenant's feed is looked at without a hint: what the loss of one costs at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A client that has missed more is told to read everything anew.</summary>
    [Range(1, 10_000)]
    public int MaxRefill { get; set; } = 5_000;

    /// <summary>How many runs of events may wait for a client that reads slowly before it is cut off.</summary>
    [Range(1, 10_000)]
    public int Buffer { get; set; } = 256;
}
