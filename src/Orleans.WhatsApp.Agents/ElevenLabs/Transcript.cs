using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// <c>{"status":"done","transcript":[{"role":"user","message":"…"},{"role":"agent","message":"…"},{"role":"agent","message":null,"tool_calls":[…]}]}</c>
/// </summary>
internal static class Transcript
{
    /// <summary>What the agent said between the last user message with this text and the user message after it; null if nothing.</summary>
    public static string? AnswerTo(string userText, JsonElement conversation)
    {
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
                    after = Same(message, userText);
                    if (after) answer = [];
                    break;
                case "agent" when after && !string.IsNullOrWhiteSpace(message):
                    answer!.Add(message);
                    break;
            }
        }

        return answer is { Count: > 0 } ? string.Join('\n', answer) : null;
    }

    private static bool Same(string? message, string text) =>
        message is not null && message.Trim().ReplaceLineEndings("\n") == text.Trim().ReplaceLineEndings("\n");
}
