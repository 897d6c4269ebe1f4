using System.Text.Json;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>What a silo says of itself at <c>/stats</c>.</summary>
internal sealed class SiloStats(JsonElement said)
{
    /// <summary>What was kept and is not decided, and which deadlines have passed. Null while it cannot say.</summary>
    public (long Undone, long Overdue)? Backlog => said.GetProperty("backlog") is { ValueKind: JsonValueKind.Object } backlog
        ? (backlog.GetProperty("undone_inbox_rows").GetInt64(), backlog.GetProperty("overdue_deadlines").GetInt64())
        : null;

    /// <summary>By its name in <c>/metrics</c>; zero before the first is counted.</summary>
    public double Counter(string name) => said.GetProperty("counters").TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
