using System.Collections.Concurrent;

namespace Orleans.WhatsApp.Simulator;

/// <summary>An agent as its owner configured it, and the brain that answers for it.</summary>
public sealed class SimulatedAgent
{
    private readonly ConcurrentQueue<AgentOpening> _nextOpenings = [];

    internal SimulatedAgent(string id) => Id = id;

    public string Id { get; }

    public string Name { get; set; } = "Simulated agent";

    /// <summary>The configured greeting; empty means that the agent waits for the user.</summary>
    public string FirstMessage { get; set; } = "";

    public GreetingTiming Greeting { get; set; }

    /// <summary>Configured as a chat agent; otherwise text mode has to be asked for, and audio frames come without it.</summary>
    public bool TextOnly { get; set; }

    /// <summary>The agent's security settings allow no overrides: a first frame with any of them is closed with 1008.</summary>
    public bool RefusesOverrides { get; set; }

    /// <summary>A public agent needs no signed URL.</summary>
    public bool IsPublic { get; set; }

    public Func<AgentTurn, AgentReplyScript> Brain { get; set; } = Friendly;

    /// <summary>How sockets open, unless <see cref="OpenNext"/> says otherwise for the next ones.</summary>
    public AgentOpening Opening { get; set; } = AgentOpening.Usual;

    /// <summary>How the next sockets open, one after the other.</summary>
    public void OpenNext(params IEnumerable<AgentOpening> openings)
    {
        foreach (var opening in openings) _nextOpenings.Enqueue(opening);
    }

    internal AgentOpening TakeOpening() => _nextOpenings.TryDequeue(out var next) ? next : Opening;

    private static AgentReplyScript Friendly(AgentTurn turn)
    {
        var text = turn.Text.ReplaceLineEndings(" ").Trim();
        return AgentReplyScript.Saying($"Thank you for writing: \"{(text.Length > 80 ? text[..80] + "…" : text)}\" – how can I help further?");
    }
}
