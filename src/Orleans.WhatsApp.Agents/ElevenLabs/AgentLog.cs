using Microsoft.Extensions.Logging;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>What the adapter says: ids 2100 to 2199. No text, no signed address, no key.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(2101, LogLevel.Information, "Conversation {ConversationId} with agent {AgentId} is open")]
    public static partial void Opened(ILogger log, string conversationId, string agentId);

    [LoggerMessage(2102, LogLevel.Warning, "A conversation with agent {AgentId} could not be opened: {Reason}")]
    public static partial void OpeningFailed(ILogger log, string agentId, string reason);

    [LoggerMessage(2103, LogLevel.Information, "Conversation {ConversationId} ended: {Code} {Reason}")]
    public static partial void Ended(ILogger log, string conversationId, int code, string reason);

    [LoggerMessage(2104, LogLevel.Warning, "Agent {AgentId} does not allow text_only to be asked for; set it in the agent's own settings")]
    public static partial void OverridesRefused(ILogger log, string agentId);

    [LoggerMessage(2105, LogLevel.Error, "An event of conversation {ConversationId} was not taken; the answer deadline and the transcript cover a lost reply")]
    public static partial void NotTaken(ILogger log, Exception cause, string conversationId);

    [LoggerMessage(2106, LogLevel.Error, "Conversation {ConversationId} is given up after an unexpected failure")]
    public static partial void Broken(ILogger log, Exception cause, string conversationId);
}
