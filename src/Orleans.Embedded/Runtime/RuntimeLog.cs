using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>Everything the runtime itself has to say.</summary>
internal sealed partial class RuntimeLog(ILogger logger)
{
    [LoggerMessage(EventId = 9001, Level = LogLevel.Error, Message = "Grain {GrainId} could not be activated")]
    public partial void ActivationFailed(Exception cause, GrainId grainId);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Error, Message = "Grain {GrainId} failed while it was deactivated")]
    public partial void DeactivationFailed(Exception cause, GrainId grainId);

    [LoggerMessage(EventId = 9003, Level = LogLevel.Error, Message = "A timer of grain {GrainId} failed; it will tick again")]
    public partial void TimerFailed(Exception cause, GrainId grainId);

    [LoggerMessage(EventId = 9004, Level = LogLevel.Error, Message = "Reminder {ReminderName} of grain {GrainId} failed; it will tick again")]
    public partial void ReminderFailed(Exception cause, GrainId grainId, string reminderName);

    [LoggerMessage(EventId = 9005, Level = LogLevel.Warning, Message = "One-way call {Method} of grain {GrainId} failed")]
    public partial void OneWayFailed(Exception cause, string method, GrainId grainId);

    [LoggerMessage(EventId = 9006, Level = LogLevel.Warning, Message = "A stream item was not taken by its subscriber")]
    public partial void StreamItemFailed(Exception cause);

    [LoggerMessage(EventId = 9007, Level = LogLevel.Warning, Message = "{Count} activations were still busy when the silo stopped")]
    public partial void StoppedEarly(int count);
}
