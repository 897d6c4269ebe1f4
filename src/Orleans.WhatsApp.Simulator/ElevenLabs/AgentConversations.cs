using System.Collections.Concurrent;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Every conversation since the world began, and the one timer that pings the open ones.</summary>
internal sealed class AgentConversations : IDisposable
{
    private readonly ConcurrentDictionary<string, AgentConversation> _byId = [];
    private readonly ConcurrentQueue<AgentConversation> _inOrder = [];
    private readonly ConcurrentDictionary<string, AgentConversation> _open = [];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _silence;
    private readonly ITimer? _pinging;

    public AgentConversations(SimulatedWorldOptions options)
    {
        _clock = options.TimeProvider;
        _silence = options.AgentSilenceTimeout;
        if (options.PingEvery > TimeSpan.Zero) _pinging = _clock.CreateTimer(_ => LookAtOpen(), null, options.PingEvery, options.PingEvery);
    }

    public IReadOnlyList<AgentConversation> All => [.. _inOrder];

    public int OpenCount => _open.Count;

    public AgentConversation? Find(string id) => _byId.GetValueOrDefault(id);

    public void Opened(AgentConversation conversation)
    {
        _byId[conversation.Id] = conversation;
        _inOrder.Enqueue(conversation);
        _open[conversation.Id] = conversation;
    }

    public void Ended(AgentConversation conversation) => _open.TryRemove(conversation.Id, out _);

    public void Dispose() => _pinging?.Dispose();

    private void LookAtOpen()
    {
        var now = _clock.GetUtcNow();
        foreach (var conversation in _open.Values)
        {
            if (conversation is not { IsOpen: true, Initiation: not null, Socket: { } socket }) continue;
            if (_silence > TimeSpan.Zero && now - conversation.LastInputAt >= _silence && !conversation.ReplyOutstanding)
                _ = socket.Close(new AgentClose(1002, "transport_receive_timeout"));
            else _ = socket.Ping();
        }
    }
}
