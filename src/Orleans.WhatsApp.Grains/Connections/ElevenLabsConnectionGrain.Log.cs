using Microsoft.Extensions.Logging;

namespace Orleans.WhatsApp.Grains.Connections;

/// <summary>Events 2000 to 2099. Never message text.</summary>
public sealed partial class ElevenLabsConnectionGrain
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "Conversation of {ChatKey} could not be opened ({Reason}); retry {Retry}")]
    private partial void LogReconnecting(string chatKey, int retry, string reason);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Conversation of {ChatKey} was lost with turn {Turn}, attempt {Attempt} outstanding: {Reason}")]
    private partial void LogLost(string chatKey, int turn, int attempt, string reason);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Socket of {ChatKey} failed")]
    private partial void LogBroke(Exception cause, string chatKey);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "Idle conversation of {ChatKey} was closed")]
    private partial void LogIdle(string chatKey);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "The chat {ChatKey} did not take the news of its conversation; an answer is told again, and behind a loss stands its deadline")]
    private partial void LogReportLost(Exception cause, string chatKey);
}
