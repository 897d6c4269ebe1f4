namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// Agents whose settings do not allow <c>text_only</c> to be asked for, as long as this process lives: otherwise each opening would cost two sockets.
/// </summary>
internal sealed class RefusedOverrides
{
    private const int Most = 10_000;
    private readonly HashSet<string> _agents = [];

    public bool Contains(string agentId)
    {
        lock (_agents) return _agents.Contains(agentId);
    }

    public void Remember(string agentId)
    {
        lock (_agents)
        {
            if (_agents.Count >= Most) _agents.Clear(); // forgetting only costs the extra socket again
            _agents.Add(agentId);
        }
    }
}
