using System.Diagnostics;
using System.Globalization;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>Of a process that was started to tell: all bytes that it has in memory, and those of its managed heap, both after a full collection.</summary>
internal sealed record ProcessMemory(long WorkingSet, long Managed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The settings with which a process is started that <see cref="Of"/> can ask.</summary>
    public static Dictionary<string, string> Settings(string file) => new()
    {
        [StartupHook.Variable] = typeof(StartupHook).Assembly.Location,
        [StartupHook.FileVariable] = file,
    };

    /// <param name="file">As in <see cref="Settings"/>.</param>
    public static async Task<ProcessMemory> Of(int process, string file)
    {
        File.Delete(file);
        using var kill = Process.Start("kill", ["-USR1", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        for (var since = Stopwatch.StartNew(); !File.Exists(file); await Task.Delay(50))
            if (since.Elapsed > Patience) throw new TimeoutException("The process did not say how large its heap is.");

        var managed = long.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
        File.Delete(file);
        using var itself = Process.GetProcessById(process);
        return new ProcessMemory(itself.WorkingSet64, managed);
    }

    public static ProcessMemory operator -(ProcessMemory one, ProcessMemory other) => new(one.WorkingSet - other.WorkingSet, one.Managed - other.Managed);
}
