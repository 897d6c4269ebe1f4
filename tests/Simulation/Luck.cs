namespace Orleans.WhatsApp.Simulation;

/// <summary>
/// What is drawn for one matter (a chat's provider, the loop) from the run's seed. Each moment has draws of its own, whatever was drawn before it: a story from which
/// something is left out goes on as it was wherever that changed nothing, so it can be made short.
/// </summary>
internal sealed class Luck(ulong seed, SimulatedClock clock)
{
    private long _moment;
    private ulong _drawn;

    public static Luck Of(int seed, string matter, SimulatedClock clock) =>
        new(matter.Aggregate(Mix((ulong)seed), (mixed, letter) => Mix(mixed ^ letter)), clock);

    public int Next(int below) => Next(0, below);

    public int Next(int from, int below)
    {
        if (clock.Steady.Ticks != _moment) (_moment, _drawn) = (clock.Steady.Ticks, 0);
        return from + (int)(Mix(seed ^ Mix((ulong)_moment + ++_drawn)) % (ulong)(below - from));
    }

    /// <summary>SplitMix64: unlike <see cref="HashCode"/> it is the same in every process.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
