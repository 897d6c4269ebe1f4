using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>A call that has passed the gate: whose profile it is about, what it carries, and what will go wrong with it.</summary>
internal sealed record WappiCall(HttpContext Context, SimulatedAccount Profile, JsonNode? Body, ProviderFault? Fault)
{
    public string? String(string key) => Body is JsonObject json ? json.String(key) : null;

    public string? Query(string key) => Context.Request.Query[key].ToString() is { Length: > 0 } value ? value : null;

    public bool Has(string flag) => bool.TryParse(Query(flag), out var set) && set;
}
