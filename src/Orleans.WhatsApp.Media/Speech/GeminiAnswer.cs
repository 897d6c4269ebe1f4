using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>
/// What Gemini says. Any part may be missing: a blocked question has no candidates, and an answer that was cut off no parts.
/// <code>
/// { "candidates": [ { "content": { "parts": [ { "text": "…", "thought": true? } ] }, "finishReason": "STOP" } ], "promptFeedback": { "blockReason": "…" }? }
/// { "error": { "code": 429, "status": "RESOURCE_EXHAUSTED", "message": "…", "details": [ … ] } }      sometimes as the only item of an array
/// </code>
/// </summary>
internal static class GeminiAnswer
{
    public static Transcription Read(Answer answer) => answer.Status is 200 ? Said(answer.Body) : Refused(answer);

    private static Transcription Said(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object) return new Transcription.Postponed("unreadable_reply");
        if (body.Child("promptFeedback").Child("blockReason").ValueKind is JsonValueKind.String) return new Transcription.Refused("blocked");

        var first = body.Child("candidates").Items().FirstOrDefault();
        var text = string.Concat(first.Child("content").Child("parts").Items()
            .Where(part => part.Child("thought").ValueKind is not JsonValueKind.True).Select(part => part.Child("text").Text())).Trim();
        return first.Child("finishReason").Text() switch
        {
            "STOP" or "" when text.Equals(GeminiTranscriber.Silence, StringComparison.OrdinalIgnoreCase) => new Transcription.Silent(),
            "STOP" or "" when text.Length > 0 => new Transcription.Heard(text),
            "STOP" => new Transcription.Silent(),
            // Half of what somebody said, taken for all of it, can mean the opposite.
            "MAX_TOKENS" => new Transcription.Refused("too_long"),
            "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" => new Transcription.Refused("blocked"),
            "LANGUAGE" => new Transcription.Refused("language"),
            _ => new Transcription.Postponed("no_answer"),
        };
    }

    private static Transcription Refused(Answer answer)
    {
        var body = answer.Body.ValueKind is JsonValueKind.Array ? answer.Body.Items().FirstOrDefault() : answer.Body;
        var error = body.Child("error");
        var details = error.Child("details").Items().ToList();
        if (answer.Status is 429)
        {
            return details.SelectMany(detail => detail.Child("violations").Items()).Any(violation => violation.Child("quotaId").Text().Contains("PerDay", StringComparison.Ordinal))
                ? new Transcription.Refused("daily_quota")
                : new Transcription.Postponed("busy", details.Select(detail => Delay(detail.Child("retryDelay").Text())).FirstOrDefault(delay => delay is not null) ?? answer.After);
        }

        if (answer.MayGoBetter) return new Transcription.Postponed(string.Create(CultureInfo.InvariantCulture, $"http_{answer.Status}"), answer.After);
        if (details.Any(detail => detail.Child("reason").Text() is "API_KEY_INVALID")) return new Transcription.Refused("invalid_api_key");
        return new Transcription.Refused((answer.Status, error.Child("status").Code()) switch
        {
            (401, _) => "unauthorized",
            (403, _) => "forbidden",
            (404, _) => "model_not_found",
            (413, _) => "too_large",
            (_, { Length: > 0 } status) => status,
            var (status, _) => string.Create(CultureInfo.InvariantCulture, $"http_{status}"),
        });
    }

    /// <summary><c>"53s"</c> or <c>"58.93s"</c>, and a second more: exactly then it is a little too early.</summary>
    private static TimeSpan? Delay(string text) =>
        text.EndsWith('s') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1_000_000
            ? TimeSpan.FromSeconds(seconds + 1)
            : null;
}
