using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Something the provider tells. Events of one lane are told in order; the payload differs by subscription (its name is inside).</summary>
internal sealed record WebhookEvent(
    string Source, string Name, string AccountId, string Lane, string? ChatId, string? MessageId, Func<WebhookSubscription, JsonObject> Payload);
