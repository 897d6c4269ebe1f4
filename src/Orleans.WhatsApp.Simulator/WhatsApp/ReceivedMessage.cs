namespace Orleans.WhatsApp.Simulator;

/// <summary>What arrived on a contact's phone, and when.</summary>
public sealed record ReceivedMessage(
    string MessageId, string ChatId, string AccountId, string? Text, int Attachments, MessageOrigin Origin, DateTimeOffset At)
{
    public IReadOnlyList<SimulatedAttachment> Files { get; init; } = [];

    /// <summary>Buttons, a template, a location …: what it is besides text and files.</summary>
    public MessageContent? Content { get; init; }
}
