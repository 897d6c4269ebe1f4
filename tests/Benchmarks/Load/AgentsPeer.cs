using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>
/// The agents and the provider in one process: each conversation is answered at once, stays open and is pinged as theirs are; each text that is sent is accepted.
/// As little of the protocols as that needs, since it shares the machine with what it is there for; the simulator speaks all of them.
/// </summary>
internal sealed class AgentsPeer
{
    public static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private const string Metadata = """{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"conv_{number}"}}""";
    private const string Answer = """{"type":"agent_response","agent_response_event":{"agent_response":"Yes, it is still there. Shall I put it aside for you?","event_id":1}}""";
    private const string Ping = """{"type":"ping","ping_event":{"event_id":{number},"ping_ms":null}}""";

    private readonly ConcurrentDictionary<string, int> _sends = new();
    private int _conversations;
    private int _open;

    public static async Task Serve(string url)
    {
        await using var app = Peers.Build(url);
        var peer = new AgentsPeer();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.MapGet("/v1/convai/conversation/get-signed-url", (HttpRequest request) => Results.Json(new Dictionary<string, string> { ["signed_url"] = $"ws://{request.Host}/v1/convai/conversation?agent_id=load" }));
        app.MapGet("/v1/convai/agents/{id}", () => Results.Text("""{"conversation_config":{"agent":{"first_message":""}}}""", "application/json"));
        app.MapGet("/v1/convai/conversation", peer.Converse);
        app.MapPost("/api/v1/chats/{chat}/messages", peer.Take);
        app.MapGet("/seen", () => Results.Text(JsonSerializer.Serialize(new[] { peer._open, peer._conversations, peer._sends.Count, peer._sends.Values.Sum() }), "application/json"));
        app.MapFallback(() => Results.NotFound());
        await app.RunAsync();
    }

    /// <summary>What one that serves at this address has seen.</summary>
    public static async Task<AgentsSeen> Seen(HttpClient http, Uri url) =>
        JsonSerializer.Deserialize<int[]>(await http.GetStringAsync(new Uri(url, "/seen"))) is [var open, var conversations, var chats, var sends]
            ? new AgentsSeen(open, conversations, chats, sends)
            : throw new InvalidOperationException("Not one of ours.");

    private IResult Take(string chat)
    {
        var number = _sends.AddOrUpdate(chat, 1, (_, sends) => sends + 1);
        return Results.Json(new Dictionary<string, string> { ["object"] = "MessageSent", ["message_id"] = $"sent_{chat}_{number}" }, statusCode: StatusCodes.Status201Created);
    }

    private async Task Converse(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var sending = new SemaphoreSlim(1);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var buffer = new byte[1024];
        if (await Receive(socket, buffer, over.Token) is null) return;
        await Send(socket, sending, Metadata.Replace("{number}", $"{Interlocked.Increment(ref _conversations)}", StringComparison.Ordinal), over.Token);
        Interlocked.Increment(ref _open);
        var pinging = KeepAwake(socket, sending, over.Token);
        try
        {
            while (await Receive(socket, buffer, over.Token) is { } frame)
                if (frame.Contains("\"user_message\"", StringComparison.Ordinal)) await Send(socket, sending, Answer, over.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The silo has ended.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            await over.CancelAsync();
            await pinging;
        }
    }

    private static async Task KeepAwake(WebSocket socket, SemaphoreSlim sending, CancellationToken over)
    {
        using var timer = new PeriodicTimer(PingEvery);
        try
        {
            for (var number = 1; await timer.WaitForNextTickAsync(over); number++)
                await Send(socket, sending, Ping.Replace("{number}", $"{number}", StringComparison.Ordinal), over);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Closed in the meantime.
        }
    }

    private static async Task Send(WebSocket socket, SemaphoreSlim sending, string frame, CancellationToken over)
    {
        await sending.WaitAsync(over);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, over);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <returns>The beginning of a frame, by which it is known; null when the silo closes.</returns>
    private static async Task<string?> Receive(WebSocket socket, byte[] buffer, CancellationToken over)
    {
        string? beginning = null;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), over);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            beginning ??= Encoding.UTF8.GetString(buffer, 0, part.Count);
            if (part.EndOfMessage) return beginning;
        }
    }
}

/// <param name="Open">Sockets.</param>
/// <param name="Conversations">That have been opened, those that are closed among them.</param>
/// <param name="Chats">That were sent a text.</param>
/// <param name="Sends">Texts that were sent.</param>
internal sealed record AgentsSeen(int Open, int Conversations, int Chats, int Sends);
