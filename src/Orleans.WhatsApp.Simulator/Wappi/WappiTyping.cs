namespace Orleans.WhatsApp.Simulator;

/// <summary>The typing indicator was switched on or off for a recipient.</summary>
public sealed record WappiTyping(string ProfileId, string Recipient, bool On, DateTimeOffset At);
