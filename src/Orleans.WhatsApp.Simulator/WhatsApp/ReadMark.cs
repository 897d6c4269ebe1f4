namespace Orleans.WhatsApp.Simulator;

/// <summary>The business marked a contact's message as read; with Meta perhaps showing that it types.</summary>
public sealed record ReadMark(string AccountId, string MessageId, bool Typing, DateTimeOffset At);
