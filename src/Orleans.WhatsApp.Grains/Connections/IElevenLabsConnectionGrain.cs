using Orleans.Concurrency;

namespace Orleans.WhatsApp.Grains.Connections;

/// <summary>The one WebSocket of a chat's AI conversation. Key: the chat's key. Its loss is normal; nothing is stored here.</summary>
[Alias("elevenlabs-connection")]
public interface IElevenLabsConnectionGrain : IGrainWithStringKey
{
    /// <summary>Takes a turn and returns at once; news go to the chat's grain. A newer ask replaces an older one, whichever comes first.</summary>
    [Alias("ask")]
    Task Ask(AgentRequest request);

    /// <summary>Closes the conversation on purpose; nothing more is reported.</summary>
    [Alias("end")]
    Task End();

    /// <summary>Whether this attempt is still being worked on here.</summary>
    [AlwaysInterleave]
    [Alias("is-working-on")]
    Task<bool> IsWorkingOn(int turn, int attempt);

    /// <summary>The socket said something; from its read loop, so that one turn at a time still holds.</summary>
    /// <param name="opener">The attempt for which the socket was opened; any other one is not listened to.</param>
    [Alias("heard")]
    Task Heard(AgentAttempt opener, HeardEvent heard);
}

/// <param name="AgentId">The provider's id of the agent.</param>
/// <param name="Context">What passed before, sent once to a new conversation; empty for none.</param>
/// <param name="Fresh">Must be a new conversation.</param>
[GenerateSerializer, Alias("agent-request")]
public sealed record AgentRequest([property: Id(0)] int Turn, [property: Id(1)] int Attempt, [property: Id(2)] string AgentId, [property: Id(3)] string Text, [property: Id(4)] string Context, [property: Id(5)] bool Fresh)
{
    public AgentAttempt AsAttempt() => new(Turn, Attempt);
}

/// <summary>
/// One try at one turn. A chat never makes the same twice, so it also names the socket that was opened for it: an activation that has forgotten the one before it
/// can still tell that one's socket from its own.
/// </summary>
[GenerateSerializer, Alias("agent-attempt")]
public sealed record AgentAttempt([property: Id(0)] int Turn, [property: Id(1)] int Number)
{
    public bool IsAfter(AgentAttempt other) => (Turn, Number).CompareTo((other.Turn, other.Number)) > 0;
}

/// <param name="Text">What the agent said, or the reason of the end.</param>
/// <param name="MayRetry">Of an end: worth another conversation.</param>
[GenerateSerializer, Alias("heard-event")]
public sealed record HeardEvent([property: Id(0)] bool IsEnd, [property: Id(1)] string Text, [property: Id(2)] bool MayRetry);
