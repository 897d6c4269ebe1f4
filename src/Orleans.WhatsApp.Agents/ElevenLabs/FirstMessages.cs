using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// Agents' configured greetings: <c>{"conversation_config":{"agent":{"first_message":"Hi!"}}}</c>. Kept for some minutes, asked for once at a time.
/// "" is an agent that waits for the user; null is unknown, which is never an error.
/// </summary>
internal sealed class FirstMessages(ElevenLabsApi api, TimeProvider time)
{
    private const int Most = 1_000;
    private static readonly TimeSpan KeepKnown = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeepUnknown = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Entry> _entries = [];

    public Task<string?> Of(string agentId)
    {
        lock (_entries)
        {
            var now = time.GetUtcNow();
            if (_entries.TryGetValue(agentId, out var kept) && kept.Until(now) > now) return kept.Message;
            if (_entries.Count >= Most) _entries.Clear();
            var entry = new Entry(OffTurn.Start(() => Ask(agentId)), now);
            _entries[agentId] = entry;
            return entry.Message;
        }
    }

    private async Task<string?> Ask(string agentId)
    {
        if (await api.Agent(agentId, CancellationToken.None) is not ApiReply.Answered { Body: var agent }) return null;
        var message = agent.Child("conversation_config").Child("agent").Child("first_message");
        return message.ValueKind is JsonValueKind.Null ? "" : message.Text();
    }

    private sealed record Entry(Task<string?> Message, DateTimeOffset AskedAt)
    {
        public DateTimeOffset Until(DateTimeOffset now) => !Message.IsCompleted ? now + KeepUnknown
            : AskedAt + (Message.IsCompletedSuccessfully && Message.Result is not null ? KeepKnown : KeepUnknown);
    }
}
