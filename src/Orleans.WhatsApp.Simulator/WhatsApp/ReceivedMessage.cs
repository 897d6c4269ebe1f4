namespace Orleans.WhatsApp.Simulator;

/// <summary>What arrived on a contact's phone, and when.</summary>
public sealed record ReceivedMessage(
    string MessageId, string ChatId, string AccountId, string? Text, int Attachments, MessageOrigin Origin, DateTimeOffset At);
