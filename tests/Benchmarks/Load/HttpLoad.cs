using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>
/// Connections that are kept open, each with one request on its way at a time. Written on bare sockets, since it shares the machine with what it measures: an HTTP
/// client costs more than some of the servers here.
/// </summary>
internal static class HttpLoad
{
    public const int Connections = 256;

    /// <summary>Posts until the time is over or as many were sent as are wanted.</summary>
    /// <param name="perSecond">Begins no more than that; null: as fast as they are answered.</param>
    /// <param name="sending">Told the number of each before it goes out.</param>
    public static async Task<LoadResult> Run(
        Uri url, WebhookStream webhooks, TimeSpan time, long most = long.MaxValue, double? perSecond = null, Action<long>? sending = null)
    {
        var progress = new Progress(most, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency), perSecond);
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Post(url, webhooks.Requests(url), progress, sending)));
        var took = Stopwatch.GetElapsedTime(started);
        var all = latencies.SelectMany(each => each).ToArray();
        Array.Sort(all);
        return new LoadResult(all, progress.Refused, took);
    }

    private static async Task<List<long>> Post(Uri url, RequestWriter requests, Progress progress, Action<long>? sending)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port));
        var (latencies, buffer) = (new List<long>(4096), new byte[4096]);
        while (await progress.Next() is { } number)
        {
            var request = requests.Write(number);
            sending?.Invoke(number);
            var sentAt = Stopwatch.GetTimestamp();
            for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request[sent..], SocketFlags.None);
            var length = 0;
            while (!Answer.IsWhole(buffer.AsSpan(0, length)))
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
                length += read > 0 ? read : throw new IOException("The server closed the connection in the middle of an answer.");
            }

            if (Answer.IsOk(buffer)) latencies.Add(Stopwatch.GetTimestamp() - sentAt);
            else progress.CountRefused();
        }

        return latencies;
    }

    private sealed class Progress(long most, long until, double? perSecond)
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private long _begun;
        private long _refused;

        public long Refused => _refused;

        public async ValueTask<long?> Next()
        {
            if (Stopwatch.GetTimestamp() >= until || Interlocked.Increment(ref _begun) is var number && number > most) return null;
            if (perSecond is { } pace && TimeSpan.FromSeconds(number / pace) - Stopwatch.GetElapsedTime(_started) is { Ticks: > 0 } wait) await Task.Delay(wait);
            return number;
        }

        public void CountRefused() => Interlocked.Increment(ref _refused);
    }
}

/// <param name="Latencies">Of each request that was answered 200, in ticks of <see cref="Stopwatch"/>, rising.</param>
/// <param name="Refused">Answered, but not 200.</param>
internal sealed record LoadResult(long[] Latencies, long Refused, TimeSpan Took)
{
    public double PerSecond => Latencies.Length / Took.TotalSeconds;

    /// <summary>In milliseconds.</summary>
    public double At(double share) => Latency.Milliseconds(Latencies, share);
}
