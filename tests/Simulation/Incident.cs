using System.Globalization;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What people, providers and machines do in a run. The run draws all else (how long, in which order) from its seed.</summary>
internal enum Doing
{
    ContactWrites,
    PersonWritesOnThePhone,
    OperatorTakesOver,
    OperatorReleases,
    OperatorReleasesAtOnce,
    OperatorCloses,
    OperatorReopens,
    OperatorSends,
    OperatorAsksForTheAnswer,
    OperatorExtendsTheGrace,
    ProcessDies,
    SecondProcessStarts,
    SecondProcessDies,
    DatabaseInTrouble,
    ProviderInTrouble,
    AgentsInTrouble,
    WebhooksHeldUp,
    TimeOfDayJumps,
    NightFalls,
    NumberIsBlacklisted,
    NumberIsAllowedAgain,
    AgentIsSwitchedOff,
    AgentIsSwitchedOn,
}

/// <param name="At">After the run's beginning.</param>
/// <param name="Chat">Whose chat; of what concerns a tenant, one of its chats.</param>
/// <param name="Much">How long, how many, or how far: what it means is the doing's own.</param>
internal sealed record Incident(TimeSpan At, Doing What, int Chat, int Much)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:hh\\:mm\\:ss\\.fff} {What}, chat {Chat}, {Much}");
}
