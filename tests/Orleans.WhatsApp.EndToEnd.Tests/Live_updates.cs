using System.Diagnostics;
using Orleans.WhatsApp.Testing;
using Xunit.Abstractions;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary><c>kill -9</c> while two hundred people watch: each of them sees what one who was never cut off would have seen.</summary>
public sealed class Live_updates(ITestOutputHelper output)
{
    private const int Many = 200;

    [Fact]
    public async Task Each_of_two_hundred_gets_every_event_once_and_in_order_though_the_process_is_killed()
    {
        await using var business = await Business.Open(graceSeconds: 300, settings: new Dictionary<string, string> { ["Live__MaxClientsPerUser"] = $"{2 * Many}" });
        using var end = new CancellationTokenSource();
        var watchers = Enumerable.Range(0, Many).Select(_ => new Watcher(business.Http, end.Token)).ToArray();
        await business.Eventually("all to watch", () => Task.FromResult(watchers.All(watcher => watcher.First is not null)));

        foreach (var number in Enumerable.Range(1, 20)) business.World.Contact($"+90555990{number:0000}", $"Contact {number}").Write("Hello");
        await business.Eventually("the first events", () => Task.FromResult(watchers.All(watcher => watcher.Seen.Count > 5)));
        // Killed in the middle of it: some of this is stored and not decided, some decided and not numbered, some numbered and not told.
        foreach (var number in Enumerable.Range(21, 40)) business.World.Contact($"+90555990{number:0000}", $"Contact {number}").Write("Hello");
        await Task.Delay(150);
        await business.Silo.Kill();
        await Task.Delay(500);
        await business.Silo.StartAgain();

        var since = Stopwatch.StartNew();
        await business.Eventually("every contact's chat", async () => (await business.Get("/api/whatsapp/stats")).GetProperty("totalChats").GetInt32() == 60);
        await business.Put("/api/whatsapp/config", new { grace_period_seconds = 200 });
        var last = 0L;
        await business.Eventually("the last event", async () => (last = await Last(business.Http)) > 0 && watchers.All(watcher => watcher.Last == last));
        var took = since.Elapsed;
        await end.CancelAsync();
        await Task.WhenAll(watchers.Select(watcher => watcher.Watching));

        // Some may have been told of one more before they were stopped; theirs is whole up to there.
        Assert.All(watchers, watcher => Assert.Equal(Numbers(watcher.First!.Value + 1, Math.Max(last, watcher.Last!.Value)), watcher.Seen));
        Assert.All(watchers, watcher => Assert.Equal((0, true), (watcher.Resets, watcher.Times > 1)));
        output.WriteLine($"All had everything {took.TotalSeconds:0.0} s after the process was there again.");
    }

    private static async Task<long> Last(HttpClient http)
    {
        using var stream = await LiveStream.Open(http);
        return (await stream.Next())!.Id;
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (var number = first; number <= last; number++) yield return number;
    }

    /// <summary>A dashboard that comes back for as long as it is open.</summary>
    private sealed class Watcher
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
        private readonly List<long> _seen = [];

        public Watcher(HttpClient http, CancellationToken end) => Watching = Task.Run(() => Watch(http, end), CancellationToken.None);

        public Task Watching { get; }

        /// <summary>Where the feed was when it first looked.</summary>
        public long? First { get; private set; }

        public long? Last { get; private set; }

        public int Resets { get; private set; }

        /// <summary>How often it had to come.</summary>
        public int Times { get; private set; }

        public IReadOnlyList<long> Seen
        {
            get
            {
                lock (_seen) return [.. _seen];
            }
        }

        private async Task Watch(HttpClient http, CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    using var stream = await LiveStream.Open(http, Last, stop: end);
                    Times++;
                    while (await stream.Next(end) is { } told) Take(told);
                }
                catch (Exception cause) when (cause is HttpRequestException or IOException or OperationCanceledException)
                {
                    // The process is gone, or this is the end.
                }

                await Task.Delay(Pause, CancellationToken.None);
            }
        }

        private void Take(LiveEvent told)
        {
            if (told.Kind == "hello") First ??= told.Id;
            else if (told.Kind == "reset") Resets++;
            else lock (_seen) _seen.Add(told.Id);
            Last = told.Id;
        }
    }
}
