using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// <code>
/// { "status": "done", "metadata": { "start_time_unix_secs": 1772452800 }, "transcript": [
///   { "role": "user", "message": "…", "time_in_call_secs": 12 }, { "role": "agent", "message": "…" }, { "role": "agent", "message": null, "tool_calls": [ … ] } ] }
/// </code>
/// </summary>
internal static class Transcript
{
    /// <summary>Times are whole seconds, and the two clocks are not one.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>What the agent said between the last user message with this text and the user message after it; null if nothing, or if that was asked before.</summary>
    public static string? AnswerTo(string userText, DateTimeOffset askedAt, JsonElement conversation)
    {
        var begin = conversation.Child("metadata").Child("start_time_unix_secs").Number();
        var items = conversation.Child("transcript");
        if (items.ValueKind is not JsonValueKind.Array) return null;

        List<string>? answer = null;
        var after = false;
        foreach (var item in items.EnumerateArray())
        {
            var message = item.Child("message").Text();
            switch (item.Child("role").Text())
            {
                case "user":
                    after = Same(message, userText) && !IsBefore(askedAt - Skew, item);
                    if (after) answer = [];
                    break;
                case "agent" when after && !string.IsNullOrWhiteSpace(message):
                    answer!.Add(message);
                    break;
            }
        }

        return answer is { Count: > 0 } ? string.Join('\n', answer) : null;

        bool IsBefore(DateTimeOffset time, JsonElement item) => begin + item.Child("time_in_call_secs").Number() < time.ToUnixTimeSeconds();
    }

    private static bool Same(string? message, string text) =>
        message is not null && message.Trim().ReplaceLineEndings("\n") == text.Trim().ReplaceLineEndings("\n");
}
