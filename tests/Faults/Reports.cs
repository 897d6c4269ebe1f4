using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Faults;

/// <summary>What a run saw, as docs/reliability.md shows it: <c>artifacts/faults</c>.</summary>
internal static class Reports
{
    public static void Write(string name, IEnumerable<string> lines)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "faults");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, name), lines);
    }
}
