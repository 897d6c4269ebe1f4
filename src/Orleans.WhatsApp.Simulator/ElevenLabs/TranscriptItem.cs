namespace Orleans.WhatsApp.Simulator;

/// <summary>A line of a conversation as its transcript shows it; the role is user or agent.</summary>
public sealed record TranscriptItem(string Role, string Message, DateTimeOffset At);
