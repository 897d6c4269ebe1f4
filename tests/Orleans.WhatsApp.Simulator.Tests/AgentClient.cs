using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

/// <summary>The client's end of an agent socket, frame by frame.</summary>
internal sealed class AgentClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public int? CloseCode => (int?)_socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<AgentClient> Open(Stage stage, string agentId = "agent_1")
    {
        var (_, body) = await stage.Get($"/v1/convai/conversation/get-signed-url?agent_id={agentId}");
        return await Open((string)body["signed_url"]! + "&textOnly=true");
    }

    public static async Task<AgentClient> Open(string url)
    {
        var client = new AgentClient();
        await client._socket.ConnectAsync(new Uri(url), CancellationToken.None);
        return client;
    }

    /// <summary>Opened, and past the metadata.</summary>
    public static async Task<AgentClient> Ready(Stage stage, string agentId = "agent_1")
    {
        var client = await Open(stage, agentId);
        await client.Initiate();
        await client.Next("conversation_initiation_metadata");
        return client;
    }

    public Task Initiate(bool textOnly = true) => Send(textOnly
        ? new JsonObject
        {
            ["type"] = "conversation_initiation_client_data",
            ["conversation_config_override"] = new JsonObject { ["conversation"] = new JsonObject { ["text_only"] = true } },
        }
        : new JsonObject { ["type"] = "conversation_initiation_client_data" });

    public Task Say(string text) => Send(new JsonObject { ["type"] = "user_message", ["text"] = text });

    public Task Send(JsonObject frame) => Send(frame.ToJsonString());

    public Task Send(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next frame, which must be of this type.</summary>
    public async Task<JsonObject> Next(string type)
    {
        var frame = await Next();
        Assert.True((string?)frame?["type"] == type, $"Expected {type}, got {frame?.ToJsonString() ?? $"the end ({CloseCode} {CloseReason})"}");
        return frame!;
    }

    public async Task<string> NextResponse() => (string)(await Next("agent_response"))["agent_response_event"]!["agent_response"]!;

    /// <summary>Null when the server has closed.</summary>
    public async Task<JsonObject?> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage) return JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject();
        }
    }

    public Task Close() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None);

    public void Dispose() => _socket.Dispose();
}
