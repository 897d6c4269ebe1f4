using System.Globalization;

namespace Orleans.WhatsApp.Cluster;

/// <summary>The table of a run: one line for each scenario, as docs/reliability.md shows it.</summary>
internal sealed class Figures
{
    private const string Head = """
        | Scenario | Chats | Late p50 / p99 / max | 200 | 5xx | Unserved | Recovery | Exits | Remarks |
        |---|---|---|---|---|---|---|---|---|

        """;

    private readonly string _path;

    public Figures(string path) => File.WriteAllText(_path = path, Head);

    /// <param name="lateness">Of each chat: how long after its deadline the agent was asked.</param>
    public void Add(string scenario, int chats, IEnumerable<TimeSpan> lateness, LoadBalancer door, TimeSpan? recovery = null, IEnumerable<TimeSpan>? exits = null, string remarks = "")
    {
        File.AppendAllText(_path, string.Create(CultureInfo.InvariantCulture,
            $"| {scenario} | {chats} | {Spread(lateness)} | {door.Accepted} | {door.Refused} | {door.Unserved} | {Seconds(recovery)} | {string.Join(", ", (exits ?? []).Select(exit => Seconds(exit)))} | {remarks} |\n"));
    }

    /// <summary>The median, the 99th percentile and the most.</summary>
    public static string Spread(IEnumerable<TimeSpan> lateness)
    {
        var sorted = lateness.Order().ToArray();
        return $"{At(sorted, 0.5)} / {At(sorted, 0.99)} / {At(sorted, 1)}";
    }

    private static string At(TimeSpan[] sorted, double share) => sorted.Length == 0 ? "" : Seconds(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]);

    private static string Seconds(TimeSpan? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s") : "";
}
