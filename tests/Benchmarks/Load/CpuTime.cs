using System.Globalization;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>Processor time as the kernel counts it (<c>/proc/*/stat</c>), in seconds.</summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;
    private const int Parent = 1;
    private const int User = 11;
    private const int OfEndedChildren = 13;

    public static double Of(int process) => Fields(process) is { } fields ? Sum(fields, User, 2) : 0;

    /// <summary>A server that works in processes of its own, such as PostgreSQL: those that are there, and those that were.</summary>
    public static double OfFamily(int parent) => (Fields(parent) is { } own ? Sum(own, User, 2) + Sum(own, OfEndedChildren, 2) : 0)
        + Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? Fields(id) : null)
            .Where(fields => fields is not null && fields[Parent] == parent.ToString(CultureInfo.InvariantCulture)).Sum(fields => Sum(fields!, User, 2));

    /// <summary>The fields behind the name, which may hold blanks; null where there is no such process any more.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Sum(string[] fields, int from, int count) => fields.Skip(from).Take(count).Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
}
