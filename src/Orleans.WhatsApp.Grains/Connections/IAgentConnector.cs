namespace Orleans.WhatsApp.Grains.Connections;

/// <summary>Opens conversations with an AI agent's provider.</summary>
public interface IAgentConnector
{
    /// <summary>
    /// Opens one conversation and completes when it can take the first user message: accepted by the provider, any greeting come and dropped or waited for
    /// long enough. Ordinary failures are values.
    /// </summary>
    /// <param name="listen">Called for each event, one at a time and in order, until <see cref="AgentEvent.Ended"/>, which comes exactly once and last.</param>
    Task<AgentOpening> Open(string agentExternalId, Func<AgentEvent, Task> listen, CancellationToken stop);

    /// <summary>Looks into an earlier conversation for what the agent said after this user text; null if it said nothing or cannot be read.</summary>
    /// <param name="askedAt">The same text may have been asked before; an answer to that is not one to this.</param>
    Task<string?> FindAnswer(string conversationId, string userText, DateTimeOffset askedAt, CancellationToken stop);
}

/// <summary>An open conversation: one WebSocket.</summary>
public interface IAgentConversation : IAsyncDisposable
{
    string ConversationId { get; }

    /// <summary>Background that asks for no reply.</summary>
    Task SendContext(string text);

    /// <summary>One user turn; the caller keeps at most one outstanding.</summary>
    Task SendUserMessage(string text);
}

public abstract record AgentOpening
{
    private AgentOpening() { }

    public sealed record Opened(IAgentConversation Conversation) : AgentOpening;

    /// <param name="MayRetry">False when the cause lies in the configuration (unknown agent, bad key, contract error).</param>
    public sealed record Failed(string Reason, bool MayRetry) : AgentOpening;
}

public abstract record AgentEvent
{
    private AgentEvent() { }

    /// <summary>The agent's full text of one reply or of one part of it; greetings never come here.</summary>
    public sealed record Spoke(string Text) : AgentEvent;

    /// <summary>The socket is closed.</summary>
    /// <param name="Code">The close code; 1006 if there was none.</param>
    /// <param name="MayRetry">The close code's class: worth another conversation or not.</param>
    public sealed record Ended(int Code, string Reason, bool MayRetry) : AgentEvent;
}
