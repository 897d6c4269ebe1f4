using Xunit.Abstractions;

namespace Orleans.WhatsApp.Simulation;

/// <summary>A simulation that notices nothing shows nothing.</summary>
public sealed class TeethTests(ITestOutputHelper output)
{
    private const int MostRunsToNotice = 300;
    private const int ShrinkingRuns = 60;

    public static TheoryData<string> Flaws => [.. Flaw.All.Select(flaw => flaw.Name)];

    [Theory, MemberData(nameof(Flaws))]
    public void A_rule_that_is_broken_on_purpose_is_noticed(string name)
    {
        var (seed, broken) = FirstToNotice(Named(name));
        output.WriteLine($"| {name} | {seed} | {broken} |");
    }

    /// <summary>What the short story breaks may be another promise than the long one's; it is the same rule that is broken.</summary>
    [Theory]
    [InlineData("an echo is taken for a person", 2)]
    [InlineData("a person's message on the phone is old news", 6)]
    public void What_is_noticed_is_told_as_a_short_story(string name, int most)
    {
        var flaw = Named(name);
        var shortest = Shrinking.Shortest(Story.Of(FirstToNotice(flaw).Seed), ShrinkingRuns, flaw);
        output.WriteLine($"{Outcome.Of(shortest, flaw).Broken}\n{string.Join('\n', shortest.Incidents)}");
        Assert.InRange(shortest.Incidents.Count, 1, most);
    }

    [Fact]
    public void Every_broken_rule_is_told_of()
    {
        var told = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reliability.md"));
        foreach (var flaw in Flaw.All) Assert.Contains($"| {flaw.Name} |", told, StringComparison.Ordinal);
    }

    private static Flaw Named(string name) => Flaw.All.Single(flaw => flaw.Name == name);

    private static (int Seed, string Broken) FirstToNotice(Flaw flaw)
    {
        foreach (var seeds in Enumerable.Range(1, MostRunsToNotice).Chunk(Environment.ProcessorCount))
            if (seeds.AsParallel().AsOrdered().Select(seed => (Seed: seed, Outcome.Of(Story.Of(seed), flaw).Broken)).ToList().Find(run => run.Broken is not null) is { Broken: { } broken } run)
                return (run.Seed, broken);
        throw new Xunit.Sdk.XunitException($"In {MostRunsToNotice} runs nobody noticed: {flaw.Name}.");
    }
}
