using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Orleans.WhatsApp.Simulation;

/// <summary><c>SEEDS=50000 ./test.sh simulation</c> plays more runs; <c>SEED=66 ./test.sh simulation</c> plays one again and tells all of it.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int ShrinkingRuns = 300;
    private static readonly int? One = Setting("SEED");
    private static readonly int Runs = Setting("SEEDS") ?? (One is null ? 1_000 : 1);

    [Fact]
    public void Every_promise_holds_in_every_run()
    {
        var (steps, time, failed) = (0L, 0L, new SortedDictionary<int, Outcome>());
        var first = One ?? 1;
        Parallel.For(first, first + Runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var outcome = Outcome.Of(Story.Of(seed));
            Interlocked.Add(ref steps, outcome.Steps);
            Interlocked.Add(ref time, outcome.Time.Ticks);
            if (outcome.Broken is not null) lock (failed) failed.Add(seed, outcome);
            if (Runs == 1) foreach (var line in outcome.Log) output.WriteLine(line);
        });
        output.WriteLine($"{Runs} runs; on average {steps / Runs} steps and {TimeSpan.FromTicks(time / Runs):d\\.hh\\:mm\\:ss} of simulated time");
        foreach (var (seed, outcome) in failed) output.WriteLine($"{outcome.Broken}    again: SEED={seed} ./test.sh simulation");
        if (failed.Count == 0) return;

        var shortest = Shrinking.Shortest(Story.Of(failed.Keys.First()), ShrinkingRuns);
        Assert.Fail($"{failed.Count} of {Runs} runs broke a promise. The first, as short as it gets:\n{Tell(shortest)}");
    }

    [Fact]
    public void A_seed_gives_the_same_run_again()
    {
        foreach (var seed in Enumerable.Range(One ?? 1, 10)) Assert.Equal(Outcome.Of(Story.Of(seed)).Log, Outcome.Of(Story.Of(seed)).Log);
    }

    /// <summary>What depends on the process, such as the hash of a text, would be another there.</summary>
    [Fact]
    public async Task A_seed_gives_the_same_run_in_another_process()
    {
        var seeds = Enumerable.Range(One ?? 1, 4).ToList();
        var start = new ProcessStartInfo("dotnet", [typeof(SimulationTests).Assembly.Location, .. seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))]) { RedirectStandardOutput = true };
        using var other = Process.Start(start)!;
        var here = seeds.Select(Program.Told).ToList();
        var there = await other.StandardOutput.ReadToEndAsync();
        await other.WaitForExitAsync();
        Assert.Equal(here, there.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string Tell(Story story) => string.Join('\n', [$"seed {story.Seed}", .. Outcome.Of(story).Log]);

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
