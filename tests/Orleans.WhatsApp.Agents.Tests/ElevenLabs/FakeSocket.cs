using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

/// <summary>The provider's end of one socket.</summary>
/// <param name="number">From 1, in order of connecting.</param>
internal sealed class FakeSocket(WebSocket socket, HttpContext context, int number, CancellationToken stop)
{
    public const string Metadata =
        """{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"conv_1"}}""";

    public int Number => number;

    /// <summary>The code of the close frame that the other end sent.</summary>
    public int? CloseCode => (int?)socket.CloseStatus;

    public static string Says(string text, int? eventId = null) => eventId is null
        ? $$$"""{"type":"agent_response","agent_response_event":{"agent_response":{{{JsonSerializer.Serialize(text)}}}}}"""
        : $$$"""{"type":"agent_response","agent_response_event":{"agent_response":{{{JsonSerializer.Serialize(text)}}},"event_id":{{{eventId}}}}}""";

    /// <summary>The next frame as text; null once the other end has closed.</summary>
    public async Task<string?> Receive()
    {
        var whole = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, stop);
            if (part.MessageType is WebSocketMessageType.Close) return null;
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(whole.ToArray());
        }
    }

    /// <summary>Reads until a frame of this type; what is before it is dropped.</summary>
    public async Task<string> Receive(string type)
    {
        while (await Receive() is { } frame)
        {
            using var json = JsonDocument.Parse(frame);
            if (json.RootElement.GetProperty("type").GetString() == type) return frame;
        }

        throw new WebSocketException($"The socket closed before a {type}.");
    }

    public Task Send(string text) => Send(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, wholeMessage: true);

    public Task Send(byte[] bytes, WebSocketMessageType kind, bool wholeMessage) => socket.SendAsync(bytes, kind, wholeMessage, stop);

    /// <summary>Closes; without a code for 1005, without a close frame for 1006.</summary>
    public async Task Close(int code, string reason = "")
    {
        if (code is 1006)
        {
            context.Abort();
            return;
        }

        var alone = socket.State is WebSocketState.Open;
        if (code is 1005) await socket.CloseOutputAsync(WebSocketCloseStatus.Empty, null, stop);
        else await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, stop);

        // A connection that is let go with frames unread is reset, and a reset may overtake what was sent.
        while (alone && await Receive() is not null) { }
    }

    /// <summary>Reads the first frame and accepts.</summary>
    public async Task<string?> Accept()
    {
        var first = await Receive();
        await Send(Metadata);
        return first;
    }

    public async Task AcceptAndStay()
    {
        await Accept();
        await Stay();
    }

    /// <summary>Reads on until the other end closes, and closes too.</summary>
    public async Task Stay()
    {
        while (await Receive() is not null) { }
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
    }
}
