using System.Collections.Concurrent;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Grains;

/// <summary>An agent provider that behaves: conversations remember what they were told, and answer by a brain that can be silent, slow or gone.</summary>
public sealed class FakeAgents : IAgentConnector
{
    private readonly List<FakeConversation> _conversations = [];
    private readonly ConcurrentQueue<Task<AgentOpening>> _openings = new();

    /// <summary>What to do about a user message; the default answers at once.</summary>
    public Func<FakeConversation, string, Task> Brain { get; set; } = (conversation, text) => conversation.Say($"Answer to {text}");

    /// <summary>What a lost conversation's transcript holds.</summary>
    public string? Transcript { get; set; }

    public IReadOnlyList<FakeConversation> Conversations
    {
        get { lock (_conversations) return [.. _conversations]; }
    }

    public IReadOnlyList<string> UserMessages => [.. Conversations.SelectMany(conversation => conversation.UserMessages)];

    public void RefuseNext(AgentOpening.Failed refusal) => NextOpening(Task.FromResult<AgentOpening>(refusal));

    /// <summary>How the next opening ends, and when.</summary>
    public void NextOpening(Task<AgentOpening> opening) => _openings.Enqueue(opening);

    public int OpeningsToCome => _openings.Count;

    public Task<AgentOpening> Open(string agentExternalId, Func<AgentEvent, Task> listen, CancellationToken stop)
    {
        if (_openings.TryDequeue(out var opening)) return opening;
        lock (_conversations)
        {
            var conversation = new FakeConversation(this, $"conv-{_conversations.Count + 1}", listen);
            _conversations.Add(conversation);
            return Task.FromResult<AgentOpening>(new AgentOpening.Opened(conversation));
        }
    }

    public Task<string?> FindAnswer(string conversationId, string userText, DateTimeOffset askedAt, CancellationToken stop) => Task.FromResult(Transcript);
}

public sealed class FakeConversation(FakeAgents agents, string id, Func<AgentEvent, Task> listen) : IAgentConversation
{
    private readonly ConcurrentQueue<string> _userMessages = new();

    public string ConversationId => id;

    public string Context { get; private set; } = "";

    public bool IsClosed { get; private set; }

    public IReadOnlyList<string> UserMessages => [.. _userMessages];

    public Task Say(string text) => listen(new AgentEvent.Spoke(text));

    public Task Break(int code = 1006) => listen(new AgentEvent.Ended(code, "", true));

    public Task SendContext(string text)
    {
        Context = text;
        return Task.CompletedTask;
    }

    public Task SendUserMessage(string text)
    {
        _userMessages.Enqueue(text);
        // As with a real socket, the answer comes from a read loop, not from within the send.
        _ = Task.Run(() => agents.Brain(this, text));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
