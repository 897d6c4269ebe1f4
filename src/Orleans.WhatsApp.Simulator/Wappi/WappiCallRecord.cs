namespace Orleans.WhatsApp.Simulator;

/// <summary>That a call was made, for whoever counts: <paramref name="Path"/> as in <c>/api/sync/message/send</c>.</summary>
public sealed record WappiCallRecord(string ProfileId, string Path, DateTimeOffset At);
