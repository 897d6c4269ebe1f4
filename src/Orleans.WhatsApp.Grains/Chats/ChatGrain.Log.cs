using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Events 1000 to 1099. Never message text, never a phone number.</summary>
public sealed partial class ChatGrain
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Chat {ChatId} went from {Before} to {After} by rule {Rule}")]
    private partial void LogPhase(ChatId chatId, Phase before, Phase after, string rule);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Chat {ChatId} was decided elsewhere meanwhile; deciding again")]
    private partial void LogMovedOn(ChatId chatId);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Chat {ChatId} could not decide inbox row {InboxRow}")]
    private partial void LogEventFailed(Exception cause, ChatId chatId, long inboxRow);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Chat {ChatId}: {Effect} failed")]
    private partial void LogBesideFailed(Exception cause, ChatId chatId, string effect);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "Chat {ChatId} did not take a report")]
    private partial void LogReportLost(Exception cause, ChatId chatId);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "Chat {ChatId} could not forget its reminder; its next tick does")]
    private partial void LogReminderStays(Exception cause, ChatId chatId);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Information, Message = "Chat {ChatId} was erased with {Messages} messages")]
    private partial void LogErased(ChatId chatId, long messages);
}
