using System.Globalization;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>One run, or the medians of several.</summary>
/// <param name="Median">Milliseconds from a request to its answer, as are the two after it; not a number where nobody waited for one.</param>
/// <param name="Rows">That shared a commit; not a number where there was none.</param>
/// <param name="Server">Seconds of processor time for each event.</param>
internal sealed record IntakeLine(double PerSecond, double Median, double P99, double P999, double Rows, double Server, double Database, double Processors, double Disk, long Refused)
{
    public const string Head = """
        | What | events/s | p50 ms | p99 ms | p99.9 ms | refused | rows a commit | µs of CPU an event: server | PostgreSQL | processors busy | disk busy | limited by |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    public static IntakeLine Of(LoadResult result, double rows, Spent spent) => Counted(result.PerSecond, result.Latencies.Length, rows, spent) with
    {
        Median = result.At(0.5),
        P99 = result.At(0.99),
        P999 = result.At(0.999),
        Refused = result.Refused,
    };

    /// <summary>Of events whose answers nobody waited for.</summary>
    public static IntakeLine Counted(double perSecond, double events, double rows, Spent spent) => new(perSecond, double.NaN, double.NaN, double.NaN, rows,
        spent.Server / events, spent.Database / events, spent.Machine.Processors, spent.Machine.Disk, 0);

    public static IntakeLine Medians(IReadOnlyList<IntakeLine> lines)
    {
        double Of(Func<IntakeLine, double> figure) => lines.Select(figure).Order().ElementAt(lines.Count / 2);
        return new(Of(line => line.PerSecond), Of(line => line.Median), Of(line => line.P99), Of(line => line.P999), Of(line => line.Rows),
            Of(line => line.Server), Of(line => line.Database), Of(line => line.Processors), Of(line => line.Disk), lines.Sum(line => line.Refused));
    }

    public string Row(string name) => string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {PerSecond:F0} | {Figure(Median)} | {Figure(P99)} | {Figure(P999)} | {Refused} | {Figure(Rows)} | {Figure(Server * 1e6, "F0")} | {Figure(Database * 1e6, "F0")} | {Processors:P0} | {Disk:P0} | {new MachineUse(Processors, Disk).Limit} |");

    private static string Figure(double figure, string format = "F1") => double.IsFinite(figure) ? figure.ToString(format, CultureInfo.InvariantCulture) : "";
}
