namespace Orleans.WhatsApp.Simulation;

/// <summary>What will happen in a run, drawn from its seed alone; a shorter story is the same one with less happening in it.</summary>
/// <param name="IsPaced">The channels let an account send only so fast.</param>
internal sealed record Story(int Seed, int Chats, TimeSpan SweepInterval, bool IsPaced, IReadOnlyList<Incident> Incidents)
{
    private static readonly (Doing What, int Weight)[] Often =
    [
        (Doing.ContactWrites, 34), (Doing.ContactKeepsWriting, 2), (Doing.ContactEdits, 2), (Doing.ContactDeletes, 1), (Doing.ContactReacts, 1),
        (Doing.PersonWritesOnThePhone, 7), (Doing.OperatorTakesOver, 8), (Doing.OperatorReleases, 5), (Doing.OperatorReleasesAtOnce, 2),
        (Doing.OperatorCloses, 2), (Doing.OperatorReopens, 2), (Doing.OperatorSends, 10), (Doing.OperatorAsksForTheAnswer, 3), (Doing.OperatorExtendsTheGrace, 1),
    ];

    private static readonly (Doing What, int Weight)[] Seldom =
    [
        (Doing.ProcessDies, 8), (Doing.SecondProcessStarts, 4), (Doing.SecondProcessDies, 2), (Doing.DatabaseInTrouble, 3), (Doing.ProviderInTrouble, 5),
        (Doing.AgentsInTrouble, 3), (Doing.WebhooksHeldUp, 4), (Doing.WebhooksHeldUpForDays, 1), (Doing.TimeOfDayJumps, 2),
        (Doing.NightFalls, 1), (Doing.DaysPass, 1), (Doing.NumberIsBlacklisted, 1),
        (Doing.NumberIsAllowedAgain, 1), (Doing.AgentIsSwitchedOff, 1), (Doing.AgentIsSwitchedOn, 1),
    ];

    /// <summary>Most runs have few chats in which much happens; some have many.</summary>
    public static Story Of(int seed)
    {
        var chance = new Random(seed);
        var chats = chance.Next(4) == 0 ? chance.Next(6, 21) : chance.Next(1, 6);
        var (count, rough) = (chance.Next(20, 90), chance.Next(5));
        var incidents = new List<Incident>(count);
        var at = TimeSpan.Zero;
        for (var i = 0; i < count; i++)
        {
            // Bursts, in which everything meets everything, and pauses, in which deadlines come.
            at += TimeSpan.FromMilliseconds(chance.Next(6) switch { 0 => chance.Next(20_000, 70_000), < 3 => chance.Next(1_000, 12_000), _ => chance.Next(0, 1_500) });
            var what = Draw(chance, chance.Next(10) < rough ? Seldom : Often);
            incidents.Add(new(at, what, chance.Next(chats), chance.Next(1_000)));
        }

        return new(seed, chats, TimeSpan.FromSeconds(chance.Next(1, 11)), chance.Next(3) == 0, incidents);
    }

    private static Doing Draw(Random chance, (Doing What, int Weight)[] among)
    {
        var place = chance.Next(among.Sum(one => one.Weight));
        foreach (var (what, weight) in among)
            if ((place -= weight) < 0) return what;
        throw new InvalidOperationException("Weights do not add up.");
    }
}
