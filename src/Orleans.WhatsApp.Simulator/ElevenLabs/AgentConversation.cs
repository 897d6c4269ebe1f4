using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>One open or past agent socket: what it was told, what it said, and what the client did wrong.</summary>
public sealed class AgentConversation
{
    private readonly Lock _lock = new();
    private readonly List<string> _contextualUpdates = [];
    private readonly List<string> _userMessages = [];
    private readonly List<string> _said = [];
    private readonly List<string> _violations = [];
    private readonly List<JsonElement> _received = [];
    private readonly List<TranscriptItem> _transcript = [];
    private readonly HashSet<int> _unansweredPings = [];

    internal AgentConversation(SimulatedAgent agent, DateTimeOffset openedAt)
    {
        Agent = agent;
        OpenedAt = openedAt;
        LastInputAt = openedAt;
    }

    public string Id { get; } = "conv_" + Ids.New();

    public SimulatedAgent Agent { get; }

    public string AgentId => Agent.Id;

    public DateTimeOffset OpenedAt { get; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public bool IsOpen => ClosedAt is null;

    /// <summary>How it ended, once it has; code 1006 is a broken connection. Whichever side closed first.</summary>
    public AgentClose? ClosedWith { get; private set; }

    /// <summary>The client's first frame.</summary>
    public JsonElement? Initiation { get; private set; }

    public bool TextOnly { get; internal set; }

    /// <summary>A user message is there, and nothing has been answered yet or the reply is still going on.</summary>
    public bool ReplyOutstanding { get; internal set; }

    public IReadOnlyList<string> ContextualUpdates => Copy(_contextualUpdates);

    public IReadOnlyList<string> UserMessages => Copy(_userMessages);

    /// <summary>Every <c>agent_response</c> that left, greeting included.</summary>
    public IReadOnlyList<string> Said => Copy(_said);

    /// <summary>What no client should do, such as a user message into an outstanding reply.</summary>
    public IReadOnlyList<string> Violations => Copy(_violations);

    /// <summary>Each text frame of the client in order, pongs left out.</summary>
    public IReadOnlyList<JsonElement> Received => Copy(_received);

    public IReadOnlyList<TranscriptItem> Transcript => Copy(_transcript);

    public IReadOnlyList<int> UnansweredPings
    {
        get { lock (_lock) return [.. _unansweredPings.Order()]; }
    }

    public int Pongs { get; private set; }

    /// <summary>How it appears in <c>GET /v1/convai/conversations/{id}</c>.</summary>
    public string Status => (Initiation, ClosedWith) switch
    {
        (null, _) => "initiated",
        (_, null) => "in-progress",
        (_, { Code: 1008 or 1011 }) => "failed",
        _ => "done",
    };

    internal AgentSocket? Socket { get; set; }

    internal DateTimeOffset LastInputAt { get; private set; }

    /// <summary>The agent speaks without being asked.</summary>
    public Task Say(string text) => Open().Play(AgentReplyScript.Saying(text));

    /// <summary>Plays a script without being asked.</summary>
    public Task Play(AgentReplyScript script) => Open().Play(script);

    public Task Send(JsonObject frame) => Open().Send(frame);

    public Task Close(int code, string reason = "") => Open().Close(new AgentClose(code, reason));

    internal void Began(JsonObject initiation) => Initiation = JsonSerializer.SerializeToElement(initiation);

    internal void Heard(JsonObject frame)
    {
        // An element may be read by many; a node may not.
        var element = JsonSerializer.SerializeToElement(frame);
        lock (_lock) _received.Add(element);
    }

    internal void Input(DateTimeOffset at) => LastInputAt = at;

    internal void Context(string text)
    {
        lock (_lock) _contextualUpdates.Add(text);
    }

    internal int Asked(string text, DateTimeOffset at)
    {
        lock (_lock)
        {
            _userMessages.Add(text);
            _transcript.Add(new TranscriptItem("user", text, at));
            return _userMessages.Count;
        }
    }

    internal void Spoke(string text, DateTimeOffset at, bool heard)
    {
        lock (_lock)
        {
            if (heard) _said.Add(text);
            _transcript.Add(new TranscriptItem("agent", text, at));
        }
    }

    internal void Violated(string what)
    {
        lock (_lock) _violations.Add(what);
    }

    internal void Pinged(int eventId)
    {
        lock (_lock) _unansweredPings.Add(eventId);
    }

    internal bool Ponged(int eventId)
    {
        lock (_lock)
        {
            Pongs++;
            return _unansweredPings.Remove(eventId);
        }
    }

    internal void Ended(AgentClose how, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (ClosedAt is not null) return;
            ClosedWith = how;
            ClosedAt = at;
        }
    }

    private AgentSocket Open() => IsOpen && Socket is { } socket ? socket : throw new InvalidOperationException($"Conversation {Id} is not open.");

    private T[] Copy<T>(List<T> list)
    {
        lock (_lock) return [.. list];
    }
}
