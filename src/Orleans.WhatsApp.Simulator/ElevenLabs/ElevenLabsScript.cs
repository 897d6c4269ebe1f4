using System.Collections.Concurrent;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How the agent provider behaves; every setting may be changed while the world runs.</summary>
public sealed class ElevenLabsScript
{
    private readonly ConcurrentDictionary<string, SimulatedAgent> _agents = [];
    private readonly bool _anyAgentExists;

    internal ElevenLabsScript(SimulatedWorldOptions options)
    {
        _anyAgentExists = options.AnyAgentExists;
    }

    /// <summary>Faults of the HTTP calls: <see cref="ProviderOperation.SignedUrl"/> and <see cref="ProviderOperation.ReadAgent"/>.</summary>
    public ProviderFaults Faults { get; } = new();

    public IReadOnlyCollection<SimulatedAgent> Agents => [.. _agents.Values];

    /// <summary>The agent with this id; it comes into being when first named.</summary>
    public SimulatedAgent Agent(string id) => _agents.GetOrAdd(id, made => new SimulatedAgent(made));

    internal SimulatedAgent? Find(string? id) => string.IsNullOrEmpty(id) ? null : _anyAgentExists ? Agent(id) : _agents.GetValueOrDefault(id);
}
