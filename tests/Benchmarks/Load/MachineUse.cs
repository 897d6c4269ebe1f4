using System.Diagnostics;
using System.Globalization;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>How busy the machine was over a time, whoever used it.</summary>
/// <param name="Processors">Of all of them, from 0 to 1.</param>
/// <param name="Disk">Of the time, how much the busiest disk had something to do.</param>
internal sealed record MachineUse(double Processors, double Disk)
{
    private const double FullProcessors = 0.9;
    private const double FullDisk = 0.8;

    /// <summary>What there is no more of.</summary>
    public string Limit => (Processors >= FullProcessors, Disk >= FullDisk) switch
    {
        (true, true) => "processors, disk",
        (true, false) => "processors",
        (false, true) => "disk",
        _ => "neither",
    };

    /// <summary>Begins to look; the answer is for the time until it is asked.</summary>
    public static Func<MachineUse> Watch()
    {
        var ((busy, all), disks, since) = (Cores(), Disks(), Stopwatch.GetTimestamp());
        return () =>
        {
            var (busyNow, allNow) = Cores();
            var milliseconds = Disks().Select(disk => disk.Value - disks.GetValueOrDefault(disk.Key)).DefaultIfEmpty().Max();
            return new MachineUse((busyNow - busy) / Math.Max(1.0, allNow - all), milliseconds / Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        };
    }

    /// <summary>Ticks: the first line of <c>/proc/stat</c> is user, nice, system, idle, iowait, irq, softirq, steal, and two that are among user and nice.</summary>
    private static (long Busy, long All) Cores()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Number).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    /// <summary>The 13th field of <c>/proc/diskstats</c>: milliseconds in which something was on its way.</summary>
    private static Dictionary<string, long> Disks() => File.ReadLines("/proc/diskstats").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > 12).ToDictionary(fields => fields[2], fields => Number(fields[12]));

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
