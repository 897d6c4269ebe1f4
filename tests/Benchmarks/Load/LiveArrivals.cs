using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>One client of the live updates, and how long after each webhook it was told of the message. An event names the chat, so one message of each is looked for at a time.</summary>
internal sealed class LiveArrivals : IAsyncDisposable
{
    private readonly Guid[] _chats;
    private readonly ConcurrentDictionary<Guid, long> _sent = new();
    private readonly ConcurrentQueue<long> _latencies = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LiveStream _stream;
    private readonly Task _reading;
    private long _overtaken;

    private LiveArrivals(LiveStream stream, int chats)
    {
        var channel = ChannelKey.Of(Installation.Tenant, "unipile").Channel;
        _chats = [.. Enumerable.Range(0, chats).Select(chat => ChatId.Of(channel, WebhookStream.Chat(chat)).Value)];
        (_stream, _reading) = (stream, Read(stream));
    }

    /// <summary>Webhooks whose event was not there yet.</summary>
    public int Awaited => _sent.Count;

    public static async Task<LiveArrivals> Open(HttpClient http, int chats) => new(await LiveStream.Open(http), chats);

    /// <summary>The webhook of this number goes out now.</summary>
    public void Sending(long number)
    {
        if (!_sent.TryAdd(_chats[number % _chats.Length], Stopwatch.GetTimestamp())) Interlocked.Increment(ref _overtaken);
    }

    /// <summary>All since this was last asked.</summary>
    /// <returns>In ticks of <see cref="Stopwatch"/>, rising; how many never came; how many went out while the chat's one before was still awaited.</returns>
    public (long[] Rising, int Missing, long Overtaken) Take()
    {
        var result = (_latencies.Order().ToArray(), _sent.Count, Interlocked.Exchange(ref _overtaken, 0));
        _latencies.Clear();
        _sent.Clear();
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stream.Dispose();
        _stop.Dispose();
    }

    private async Task Read(LiveStream stream)
    {
        try
        {
            while (await stream.Next(_stop.Token) is { } told)
            {
                var now = Stopwatch.GetTimestamp();
                if (told.Kind == "chat" && told.Data.GetProperty("what").EnumerateArray().Any(what => what.ValueEquals("message"))
                    && _sent.TryRemove(told.Data.GetProperty("_id").GetGuid(), out var sentAt)) _latencies.Enqueue(now - sentAt);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}
