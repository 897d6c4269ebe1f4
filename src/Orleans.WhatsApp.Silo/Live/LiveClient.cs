using System.Threading.Channels;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>What waits to be written to one client. One that reads slowly fills its own queue and holds up nobody else.</summary>
internal sealed class LiveClient(int buffer) : IDisposable
{
    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(buffer) { SingleReader = true });
    private readonly CancellationTokenSource _tooSlow = new();

    public UserId User { get; init; }

    /// <summary>The last event that it was given, or that it said it has.</summary>
    public long Position { get; set; }

    /// <summary>Its queue was full.</summary>
    public CancellationToken TooSlow => _tooSlow.Token;

    public IAsyncEnumerable<ReadOnlyMemory<byte>> Lines(CancellationToken stop) => _queue.Reader.ReadAllAsync(stop);

    /// <summary>False if it is too slow; it comes back and says how far it got.</summary>
    /// <param name="upTo">The number of the last event in it.</param>
    public bool Offer(ReadOnlyMemory<byte> lines, long upTo)
    {
        if (lines.IsEmpty) return true;
        if (!_queue.Writer.TryWrite(lines))
        {
            _ = _tooSlow.CancelAsync();
            return false;
        }

        Position = upTo;
        return true;
    }

    /// <summary>What has no number may be lost; it leaves room in the queue for what may not.</summary>
    public void Mention(ReadOnlyMemory<byte> lines)
    {
        if (_queue.Reader.Count <= buffer / 2) _queue.Writer.TryWrite(lines);
    }

    public void Dispose() => _tooSlow.Dispose();
}
