namespace Orleans.WhatsApp.Simulator;

/// <summary>One call as a fault's condition sees it; what does not apply to the operation is null.</summary>
public sealed record ProviderCall(ProviderOperation Operation, string? AccountId = null, string? ChatId = null, string? Text = null, string? AgentId = null);
