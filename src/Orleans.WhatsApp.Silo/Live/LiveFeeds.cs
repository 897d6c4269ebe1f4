using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>The feeds of those tenants that have a client in this process.</summary>
internal sealed class LiveFeeds(
    IFeedStore store, IClusterClient cluster, EventLines lines, IOptions<LiveOptions> options, TimeProvider clock, ILogger<TenantFeed> log) : IHostedService
{
    /// <summary>A dashboard that is loaded anew is back at once.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, Shared> _feeds = [];

    /// <summary>The tenant's feed, for one client; <see cref="Leave"/> must follow.</summary>
    public async Task<TenantFeed> Enter(TenantId tenant)
    {
        Shared shared;
        lock (_lock)
        {
            if (!_feeds.TryGetValue(tenant, out shared!)) _feeds[tenant] = shared = new Shared(new TenantFeed(tenant, store, cluster, lines, options.Value, clock, log));
            shared.Clients++;
        }

        try
        {
            await shared.Started.Value;
            return shared.Feed;
        }
        catch
        {
            // It could not be read, and the next client tries anew.
            lock (_lock) Forget(tenant, shared);
            throw;
        }
    }

    public void Leave(TenantId tenant)
    {
        lock (_lock)
        {
            var shared = _feeds[tenant];
            if (--shared.Clients > 0) return;
            shared.Closing?.Dispose();
            shared.Closing = clock.CreateTimer(_ => CloseIfEmpty(tenant, shared), null, Linger, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>To the tenant's clients in this process, of whom each may miss it.</summary>
    public void Mention(TenantId tenant, ReadOnlyMemory<byte> lines)
    {
        lock (_lock)
            if (_feeds.TryGetValue(tenant, out var shared)) shared.Feed.Mention(lines);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>While the streams still work, so that nobody goes on sending hints here.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        List<TenantFeed> open;
        lock (_lock) open = [.. _feeds.Values.Select(shared => shared.Feed)];
        var closing = Task.WhenAll(open.Select(feed => feed.DisposeAsync().AsTask()));
        await Task.WhenAny(closing, Task.Delay(ClosingPatience, clock, CancellationToken.None));
    }

    private void CloseIfEmpty(TenantId tenant, Shared shared)
    {
        lock (_lock)
        {
            if (shared.Clients > 0) return;
            Forget(tenant, shared);
        }

        _ = shared.Feed.DisposeAsync().AsTask();
    }

    private void Forget(TenantId tenant, Shared shared)
    {
        if (_feeds.TryGetValue(tenant, out var known) && known == shared) _feeds.Remove(tenant);
        shared.Closing?.Dispose();
    }

    private sealed class Shared(TenantFeed feed)
    {
        public TenantFeed Feed => feed;

        public Lazy<Task> Started { get; } = new(feed.Start);

        public int Clients { get; set; }

        public ITimer? Closing { get; set; }
    }
}
