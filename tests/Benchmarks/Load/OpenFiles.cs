using System.Globalization;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>How many files and sockets a process here may have open. .NET raises its own limit to the hard one, which only an administrator raises (<c>ulimit -Hn</c>).</summary>
internal static class OpenFiles
{
    private const string Name = "Max open files";

    public static int Limit
    {
        get
        {
            var hard = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
        }
    }
}
