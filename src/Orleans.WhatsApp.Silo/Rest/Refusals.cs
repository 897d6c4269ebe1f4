using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What grains and providers refuse, as problems.</summary>
internal static class Refusals
{
    public static ProblemHttpResult Of(ActionOutcome outcome) => outcome.Refusal switch
    {
        "unknown_chat" => Problem.Of("chat_not_found"),
        "taken_over" =>
            Problem.Of("taken_over", new("held_by", new Holder(outcome.HeldBy, outcome.HeldByName)), new("held_since", outcome.HeldSince)),
        var code => Problem.Of(code),
    };

    public static ProblemHttpResult OfProvider(string code) =>
        code is "account_taken" or "not_configured" or "not_connected" or "provider_failed"
        ? Problem.Of(code)
        : Problem.Of("provider_failed", new KeyValuePair<string, object?>("provider_code", code));

    private sealed record Holder([property: JsonPropertyName("_id")] Guid? Id, string Name);
}
