using System.Collections.Concurrent;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Signatures that open one socket each, within fifteen minutes.</summary>
internal sealed class SignedUrls(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string AgentId, DateTimeOffset Until)> _unused = [];

    public string Sign(string agentId)
    {
        var signature = "cvtkn_" + Ids.New();
        _unused[signature] = (agentId, clock.GetUtcNow() + Lifetime);
        return signature;
    }

    public bool Use(string signature, string agentId) =>
        _unused.TryRemove(signature, out var signed) && signed.AgentId == agentId && clock.GetUtcNow() <= signed.Until;
}
