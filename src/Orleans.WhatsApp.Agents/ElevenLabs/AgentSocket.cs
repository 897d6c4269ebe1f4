using System.Buffers;
using System.Net.WebSockets;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>One WebSocket: whole frames in, serialised frames out. One reader, any number of senders.</summary>
internal sealed class AgentSocket(WebSocket socket, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private const int FirstRent = 4 * 1024;
    private const int MaxMessage = 1024 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);

    public int? CloseCode => (int?)socket.CloseStatus;

    public string? CloseReason => socket.CloseStatusDescription;

    /// <summary>The next frame; null once the other side has closed. Throws when the connection breaks or is aborted.</summary>
    public async ValueTask<ServerFrame?> Read()
    {
        // An empty receive waits without a buffer: of thousands of sockets nearly all are idle.
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (first.MessageType is WebSocketMessageType.Close) return null;
        if (first.EndOfMessage) return ServerFrame.Skip;

        var buffer = ArrayPool<byte>.Shared.Rent(FirstRent);
        try
        {
            var length = 0;
            var tooLong = false;
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length < MaxMessage) buffer = Grow(buffer);
                    else (length, tooLong) = (0, true); // read past it; nothing that we understand is that long
                }

                var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return null;
                length += part.Count;
                if (!part.EndOfMessage) continue;
                return part.MessageType is WebSocketMessageType.Text && !tooLong ? ServerFrame.Parse(buffer.AsMemory(0, length)) : ServerFrame.Skip;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A send that fails or hangs aborts the socket, so that the reader reports the loss; there is no second report here.</summary>
    public Task Send(byte[] frame) =>
        InTurn(limit => socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, limit));

    /// <summary>Our close frame; the reader sees the other side's.</summary>
    public Task Close() => InTurn(limit => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, limit));

    public void Abort() => socket.Abort();

    // The semaphore stays: a send may be waiting for it, and without its wait handle it holds nothing to free.
    public void Dispose() => socket.Dispose();

    public static bool IsLoss(Exception e) =>
        e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    private async Task InTurn(Func<CancellationToken, Task> send)
    {
        using var limit = new CancellationTokenSource(SendLimit, time);
        var mine = false;
        try
        {
            await _sending.WaitAsync(limit.Token);
            mine = true;
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await send(limit.Token);
        }
        catch (Exception e) when (IsLoss(e))
        {
            socket.Abort();
        }
        finally
        {
            if (mine) _sending.Release();
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
