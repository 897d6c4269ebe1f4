using System.Threading.Channels;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Presence;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>
/// One tenant's feed in this process: read once, from the database, for all clients here. Hints make it look at once; without them it looks by itself, so a lost
/// one costs a moment and no event.
/// </summary>
internal sealed partial class TenantFeed(
    TenantId tenant, IFeedStore store, IClusterClient cluster, EventLines lines, LiveOptions options, TimeProvider clock, ILogger<TenantFeed> log) : IAsyncDisposable
{
    private static readonly TimeSpan ListenPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<LiveClient> _clients = [];
    private readonly Channel<bool> _looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _last;
    private ITimer? _looking;
    private ITimer? _beating;
    private Task _running = Task.CompletedTask;
    private Task _listening = Task.CompletedTask;
    private DateTimeOffset _listenAgainAt;
    private StreamSubscriptionHandle<FeedHint>? _hints;
    private StreamSubscriptionHandle<PresenceHint>? _presence;
    private bool _isAway;

    /// <summary>The last event that the clients here were given.</summary>
    public long Last
    {
        get
        {
            lock (_lock) return _last;
        }
    }

    public async Task Start()
    {
        _last = await store.Last(tenant);
        _looking = clock.CreateTimer(_ => Look(), null, options.LookEvery, options.LookEvery);
        _beating = clock.CreateTimer(_ => Mention(EventLines.Heartbeat), null, options.Heartbeat, options.Heartbeat);
        _running = Run();
        _listening = Listen();
    }

    /// <summary>From now on the client is given what comes. False while it lacks events that others were given already.</summary>
    public bool TryAttach(LiveClient client)
    {
        lock (_lock)
        {
            if (client.Position < _last) return false;
            _clients.Add(client);
            return true;
        }
    }

    public void Detach(LiveClient client)
    {
        lock (_lock) _clients.Remove(client);
    }

    public void Mention(ReadOnlyMemory<byte> what)
    {
        lock (_lock)
            foreach (var client in _clients) client.Mention(what);
    }

    public async ValueTask DisposeAsync()
    {
        _looks.Writer.TryComplete();
        _looking?.Dispose();
        _beating?.Dispose();
        await _running;
        await _listening;
        try
        {
            if (_hints is { } hints) await hints.UnsubscribeAsync();
            if (_presence is { } presence) await presence.UnsubscribeAsync();
        }
        catch (Exception cause)
        {
            // What nobody takes any more is given up by the streams themselves.
            LogNotListening(cause, tenant);
        }
    }

    private void Look() => _looks.Writer.TryWrite(true);

    private void Tell(PresenceHint hint)
    {
        var forTheOthers = lines.Presence(hint, default);
        lock (_lock)
            foreach (var client in _clients)
                client.Mention(hint.People.Any(person => person.User == client.User.Value) ? lines.Presence(hint, client.User) : forTheOthers);
    }

    private async Task Run()
    {
        while (await _looks.Reader.WaitToReadAsync())
        {
            _looks.Reader.TryRead(out _);
            try
            {
                await ReadOn();
                _isAway = false;
            }
            catch (Exception cause)
            {
                if (!_isAway) LogNotRead(cause, tenant);
                _isAway = true;
            }

            if ((_hints is null || _presence is null) && _listening.IsCompleted && clock.GetUtcNow() >= _listenAgainAt) _listening = Listen();
        }
    }

    private async Task ReadOn()
    {
        int read;
        do
        {
            var events = await store.After(tenant, _last, EventBatch.Most);
            read = events.Count;
            if (read == 0) return;
            if (events[0].Number == _last + 1) Give(lines.Batch(events));
            else await GiveReset();
        }
        while (read == EventBatch.Most);
    }

    private void Give(EventBatch batch)
    {
        lock (_lock)
        {
            _clients.RemoveWhere(client => !client.Offer(batch.After(client.Position), batch.Last));
            _last = batch.Last;
        }
    }

    /// <summary>This process stood still for so long that what it has not read is not kept any more.</summary>
    private async Task GiveReset()
    {
        var last = await store.Last(tenant);
        var reset = lines.Reset(last, "too_far_behind");
        lock (_lock)
        {
            _clients.RemoveWhere(client => !client.Offer(reset, last));
            _last = last;
        }
    }

    private async Task Listen()
    {
        _listenAgainAt = clock.GetUtcNow() + ListenPause;
        try
        {
            _hints ??= await Stream<FeedHint>(FeedHint.Namespace).SubscribeAsync((hint, _) =>
            {
                if (hint.Last > Last) Look();
                return Task.CompletedTask;
            });
            _presence ??= await Stream<PresenceHint>(PresenceHint.Namespace).SubscribeAsync((hint, _) =>
            {
                Tell(hint);
                return Task.CompletedTask;
            });
        }
        catch (Exception cause)
        {
            LogNotListening(cause, tenant);
        }
    }

    private IAsyncStream<T> Stream<T>(string space) => cluster.GetStreamProvider(FeedHint.Provider).GetStream<T>(StreamId.Create(space, FeedAddress.Of(tenant)));

    [LoggerMessage(EventId = 5400, Level = LogLevel.Warning, Message = "The feed of tenant {TenantId} cannot be read at the moment; its clients wait")]
    private partial void LogNotRead(Exception cause, TenantId tenantId);

    [LoggerMessage(EventId = 5401, Level = LogLevel.Warning, Message = "No hints for the feed of tenant {TenantId}; it is looked at every now and then")]
    private partial void LogNotListening(Exception cause, TenantId tenantId);
}
