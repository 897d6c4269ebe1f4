using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What grains and providers refuse, as problems.</summary>
internal static class Refusals
{
    /// <param name="mover">The name of the user who moved the right to speak, if one did.</param>
    public static ProblemHttpResult Of(ActionOutcome outcome, string mover = "") => outcome.Refusal switch
    {
        "unknown_chat" => Problem.Of("chat_not_found"),
        "taken_over" =>
            Problem.Of("taken_over", new("held_by", new Holder(outcome.HeldBy, outcome.HeldByName)), new("held_since", outcome.HeldSince)),
        "speaker_moved" => Problem.Of(
            "speaker_moved", new("epoch", outcome.Epoch), new("moved_by", outcome.MovedBy),
            new("moved_by_user", outcome.MovedByUser is null ? null : new Holder(outcome.MovedByUser, mover)), new("moved_at", outcome.MovedAt)),
        "window_closed" => Problem.Of("window_closed", new KeyValuePair<string, object?>("window_closed_at", outcome.WindowClosedAt)),
        var code => Problem.Of(code),
    };

    public static ProblemHttpResult Of(RegisterAnswer refusal) => Problem.Of(refusal switch
    {
        RegisterAnswer.Unknown => "user_not_found",
        RegisterAnswer.LastAdmin => "last_admin",
        RegisterAnswer.LastPlatformAdmin => "last_platform_admin",
        RegisterAnswer.IsPlatformAdmin => "is_platform_admin",
        RegisterAnswer.PlatformAdminsOnly => "platform_admins_only",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "That is no refusal."),
    });

    public static ProblemHttpResult OfProvider(string code) =>
        code is "account_taken" or "not_configured" or "not_connected" or "provider_failed"
        ? Problem.Of(code)
        : Problem.Of("provider_failed", new KeyValuePair<string, object?>("provider_code", code));

    private sealed record Holder([property: JsonPropertyName("_id")] Guid? Id, string Name);
}
