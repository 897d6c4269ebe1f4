using Orleans.WhatsApp.KillPoints;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Faults;

/// <summary>One step of a chat's life at which the process is killed.</summary>
/// <param name="Step">What was being done.</param>
/// <param name="Killed">How far it had come.</param>
/// <param name="GoesOn">What the next process does about it.</param>
internal sealed record KillStory(string Step, string Killed, KillPoint Point, string GoesOn)
{
    /// <summary>How the world behaves until the process is dead.</summary>
    public Action<SimulatedWorld> World { get; init; } = _ => { };

    /// <summary>The agent says nothing before the process is dead.</summary>
    public bool AgentWaits { get; init; }

    public Deed Deed { get; init; }

    /// <summary>Played on PostgreSQL as well: what a dead process leaves is the database's doing there, and the rest is the same code.</summary>
    public bool IsOnPostgresToo => Point.Time == KillTime.AsItBegins || (Point.Time == KillTime.After && Point.Step != "IAgentConversation.SendUserMessage");

    /// <summary>How often the agent may have been asked: a second time only where its text had been handed over and no answer can be found.</summary>
    public int MostAsked { get; init; } = 1;

    /// <summary>The stories of some steps, by their place in <see cref="All"/>.</summary>
    public static IEnumerable<int> Between(int fromStep, int toStep, bool onPostgres) => All.Index()
        .Where(one => one.Item.Number >= fromStep && one.Item.Number <= toStep && (!onPostgres || one.Item.IsOnPostgresToo))
        .Select(one => one.Index);

    private int Number => int.Parse(Step.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Each step of ingest, decide, commit, ask, claim, send and record, in the order in which a chat comes by them.</summary>
    public static IReadOnlyList<KillStory> All { get; } =
    [
        new("1 a webhook is kept", "before", new("IInbox.Keep", KillTime.Before), "the provider got no answer and tells it again"),
        new("1 a webhook is kept", "as the insert begins", new("IInbox.Keep", KillTime.AsItBegins), "told again; if it was kept, the second one is known"),
        new("2 it is answered", "kept, before the 200", new("IInbox.Keep", KillTime.After), "told again, and known; a sweep finds the row"),
        new("3 its chat is told", "after the 200, before that", new(KillPoint.Answered, KillTime.After), "a sweep finds the row"),
        new("4 the message is decided", "before the commit", new("IChatStore.Commit", KillTime.Before, "ContactWrote"), "the row is undone, and decided again"),
        new("4 the message is decided", "as the commit begins", new("IChatStore.Commit", KillTime.AsItBegins, "ContactWrote"), "decided again unless it was committed"),
        new("5 its effects", "after the commit", new("IChatStore.Commit", KillTime.After, "ContactWrote"), "the deadline is a column; a sweep finds it"),
        new("6 the deadline is reached", "before the commit", new("IChatStore.Commit", KillTime.Before, "TimeReached"), "a sweep finds the deadline"),
        new("6 the deadline is reached", "as the commit begins", new("IChatStore.Commit", KillTime.AsItBegins, "TimeReached"), "the deadline, or the turn that is owed, is found"),
        new("6 the deadline is reached", "after the commit", new("IChatStore.Commit", KillTime.After, "TimeReached"), "the turn is owed, and the agent asked"),
        new("7 the agent is asked", "before its conversation is opened", new("IAgentConnector.Open", KillTime.Before), "the turn is owed, and the agent asked"),
        new("7 the agent is asked", "while it is opened", new("IAgentConnector.Open", KillTime.AsItBegins), "the turn is owed, and the agent asked"),
        new("7 the agent is asked", "opened, before that is stored", new("IChatStore.Commit", KillTime.Before, "ConversationStarted"), "asked in another conversation"),
        new("7 the agent is asked", "stored, before the text is handed over", new("IAgentConversation.SendUserMessage", KillTime.Before), "no answer in the transcript: asked in another conversation"),
        new("8 the agent composes", "the text is handed over, no answer yet", new("IAgentConversation.SendUserMessage", KillTime.After), "no answer in the transcript: asked once more") { AgentWaits = true, MostAsked = 2 },
        new("9 its answer is decided", "before the commit", new("IChatStore.Commit", KillTime.Before, "AgentReplied"), "the answer is read in the transcript"),
        new("9 its answer is decided", "as the commit begins", new("IChatStore.Commit", KillTime.AsItBegins, "AgentReplied"), "found in the outbox, or read in the transcript"),
        new("9 its answer is decided", "after the commit", new("IChatStore.Commit", KillTime.After, "AgentReplied"), "a sweep finds the ready send"),
        new("10 the send is claimed", "before", new("IChatStore.Claim", KillTime.Before), "a sweep finds the ready send"),
        new("10 the send is claimed", "as the statement begins", new("IChatStore.Claim", KillTime.AsItBegins), "ready still, or claimed by a process that is gone: looked up twice, then sent"),
        new("10 the send is claimed", "after the commit", new("IChatStore.Claim", KillTime.After), "claimed by a process that is gone: looked up twice, then sent"),
        new("11 it is sent", "before the call", new("IChannel.Send", KillTime.Before), "looked up twice, then sent"),
        new("11 it is sent", "the call hangs, and is not taken", new("IChannel.Send", KillTime.BeforeTheAnswer), "looked up twice, then sent")
            { World = world => world.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(30))) },
        new("11 it is sent", "accepted, the answer is on its way, no echo comes", new("IChannel.Send", KillTime.BeforeTheAnswer), "the look-up finds it: not sent again")
            { World = world => { world.Unipile.Echo = EchoTiming.Never; world.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(30), AfterAccepting: true)); } },
        new("12 that is recorded", "the answer came, no echo comes", new("IChannel.Send", KillTime.After), "the look-up finds it: not sent again") { World = world => world.Unipile.Echo = EchoTiming.Never },
        new("12 that is recorded", "the answer came, an echo comes later", new("IChannel.Send", KillTime.After), "the echo or the look-up names it: not sent again"),
        new("12 that is recorded", "before the commit", new("IChatStore.Commit", KillTime.Before, "SendAccepted"), "the echo or the look-up names it: not sent again"),
        new("12 that is recorded", "as the commit begins", new("IChatStore.Commit", KillTime.AsItBegins, "SendAccepted"), "recorded, or named by echo or look-up"),
        new("12 that is recorded", "after the commit", new("IChatStore.Commit", KillTime.After, "SendAccepted"), "nothing is left to do"),
        new("13 its echo comes after the answer", "before it is kept", new("IInbox.Keep", KillTime.Before, "\"is_sender\":true"), "told again, and known as our own"),
        new("13 its echo comes after the answer", "kept, before its 200", new("IInbox.Keep", KillTime.After, "\"is_sender\":true"), "a sweep finds it, known as our own"),
        new("14 its echo comes before the answer", "before it is kept", new("IInbox.Keep", KillTime.Before, "\"is_sender\":true"), "told again; it names the unclear send") { World = world => world.Unipile.Echo = EchoTiming.BeforeResponse },
        new("14 its echo comes before the answer", "kept, before its 200", new("IInbox.Keep", KillTime.After, "\"is_sender\":true"), "a sweep finds it; it names the unclear send") { World = world => world.Unipile.Echo = EchoTiming.BeforeResponse },
        new("14 its echo comes before the answer", "decided, before the commit", new("IChatStore.Commit", KillTime.Before, "OwnNumberWrote"), "decided again; it names the unclear send") { World = world => world.Unipile.Echo = EchoTiming.BeforeResponse },
        new("14 its echo comes before the answer", "after the commit", new("IChatStore.Commit", KillTime.After, "OwnNumberWrote"), "the send is settled by it") { World = world => world.Unipile.Echo = EchoTiming.BeforeResponse },
        new("15 a person takes over while the agent composes", "before the commit", new("IChatStore.Commit", KillTime.Before, "OperatorTookOver"), "it has not happened: the agent answers") { AgentWaits = true, Deed = Deed.TakesOver, MostAsked = 2 },
        new("15 a person takes over while the agent composes", "as the commit begins", new("IChatStore.Commit", KillTime.AsItBegins, "OperatorTookOver"), "it holds or it has not happened, for all") { AgentWaits = true, Deed = Deed.TakesOver, MostAsked = 2 },
        new("15 a person takes over while the agent composes", "after the commit", new("IChatStore.Commit", KillTime.After, "OperatorTookOver"), "it holds: the agent says nothing") { AgentWaits = true, Deed = Deed.TakesOver },
        new("16 a person answers", "decided, before the commit", new("IChatStore.Commit", KillTime.Before, "OperatorSent"), "it has not happened, and was not answered 200") { Deed = Deed.Answers },
        new("16 a person answers", "after the commit", new("IChatStore.Commit", KillTime.After, "OperatorSent"), "a sweep finds the ready send") { Deed = Deed.Answers },
        new("16 a person answers", "accepted, not recorded, no echo comes", new("IChannel.Send", KillTime.After), "the look-up finds it: not sent again") { Deed = Deed.Answers, World = world => world.Unipile.Echo = EchoTiming.Never },
    ];
}

/// <summary>What happens when the point is armed.</summary>
internal enum Deed
{
    /// <summary>The contact writes, and the agent answers when the grace period is over.</summary>
    Writes,

    /// <summary>A person takes the chat over, from an agent that composes.</summary>
    TakesOver,

    /// <summary>A person who has the chat writes to the contact.</summary>
    Answers,
}
