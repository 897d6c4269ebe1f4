using System.Diagnostics;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>How figures that were measured one by one are said: as what a share of them does not exceed.</summary>
internal static class Latency
{
    /// <param name="rising">In ticks of <see cref="Stopwatch"/>.</param>
    /// <returns>Milliseconds; not a number where there are none.</returns>
    public static double Milliseconds(long[] rising, double share) => Of(rising, share) * 1000.0 / Stopwatch.Frequency;

    /// <inheritdoc cref="Milliseconds"/>
    /// <returns>In the unit of the figures.</returns>
    public static double Of<T>(T[] rising, double share) where T : struct, IConvertible =>
        rising.Length == 0 ? double.NaN : rising[Math.Min(rising.Length - 1, (int)(rising.Length * share))].ToDouble(null);
}
