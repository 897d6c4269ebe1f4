using System.Globalization;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What people, providers and machines do in a run. The run draws all else (how long, in which order) from its seed.</summary>
internal enum Doing
{
    ContactWrites,
    ContactKeepsWriting,
    ContactEdits,
    ContactDeletes,
    ContactReacts,
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
    WebhooksHeldUpForDays,
    TimeOfDayJumps,
    /// <summary>Nothing runs for hours, and a person answers on the phone meanwhile.</summary>
    NightFalls,
    DaysPass,
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
    /// <summary>Somebody of the business does something in the chat.</summary>
    public bool IsAPersons => What is Doing.PersonWritesOnThePhone or Doing.OperatorTakesOver or Doing.OperatorReleases or Doing.OperatorReleasesAtOnce or Doing.OperatorCloses
        or Doing.OperatorReopens or Doing.OperatorSends or Doing.OperatorAsksForTheAnswer or Doing.OperatorExtendsTheGrace
        or Doing.NightFalls or Doing.DaysPass;

    /// <summary>It may end any session of the chat's tenant.</summary>
    public bool IsAboutSettings => What is Doing.NumberIsBlacklisted or Doing.NumberIsAllowedAgain or Doing.AgentIsSwitchedOff or Doing.AgentIsSwitchedOn;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:hh\\:mm\\:ss\\.fff} {What}, chat {Chat}, {Much}");
}
