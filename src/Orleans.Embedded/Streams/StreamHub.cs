using System.Buffers.Binary;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>
/// All memory streams of a silo. An item goes to whoever is subscribed at that moment and is then forgotten:
/// a hint to look again, never the only copy of anything.
/// </summary>
internal sealed class StreamHub(Silo silo)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Provider, StreamId Stream), List<StreamSubscription>> _subscriptions = [];
    private long _handles;
    private long _items;

    public StreamSubscription Subscribe(string provider, StreamId stream, Func<object?, Task> handler)
    {
        var activation = RuntimeContext.Current;
        lock (_lock)
        {
            var clientTurns = activation is null ? new TurnQueue(silo.Threads, owner: null) : null;
            var subscription = new StreamSubscription(NextHandle(), activation?.GrainId, clientTurns);
            if (!_subscriptions.TryGetValue((provider, stream), out var list)) _subscriptions[(provider, stream)] = list = [];
            list.Add(subscription);
            Attach(subscription, handler);
            return subscription;
        }
    }

    public static void Attach(StreamSubscription subscription, Func<object?, Task>? handler)
    {
        if (subscription.Grain is null) subscription.ClientHandler = handler;
        else Activation.Of(RuntimeContext.Current).Handle(subscription.Handle, handler);
    }

    public void Unsubscribe(string provider, StreamId stream, StreamSubscription subscription)
    {
        lock (_lock)
        {
            if (_subscriptions.TryGetValue((provider, stream), out var list) && list.Remove(subscription) && list.Count == 0)
                _subscriptions.Remove((provider, stream));
        }

        if (subscription.Grain is null || RuntimeContext.Current?.GrainId == subscription.Grain) Attach(subscription, null);
    }

    public List<StreamSubscription> SubscriptionsOf(string provider, StreamId stream, GrainId? grain)
    {
        lock (_lock)
        {
            return _subscriptions.TryGetValue((provider, stream), out var list) ? [.. list.Where(subscription => subscription.Grain == grain)] : [];
        }
    }

    public void Publish<T>(string provider, StreamId stream, T item)
    {
        var token = new StreamPlace(Interlocked.Increment(ref _items));
        StreamSubscription[] takers;
        lock (_lock) takers = _subscriptions.TryGetValue((provider, stream), out var list) ? [.. list] : [];
        foreach (var taker in takers)
        {
            var delivery = new StreamDelivery(taker, (Copier.Copy(item), token), silo);
            if (taker.Grain is null) taker.ClientTurns!.Enqueue(() => _ = delivery.ToClient());
            else silo.Deliver(delivery);
        }
    }

    // Counted, not random: the same run gives the same handles.
    private Guid NextHandle()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], ++_handles);
        return new(bytes);
    }
}

internal sealed class StreamSubscription(Guid handle, GrainId? grain, TurnQueue? clientTurns)
{
    public Guid Handle => handle;

    public GrainId? Grain => grain;

    public TurnQueue? ClientTurns => clientTurns;

    public Func<object?, Task>? ClientHandler { get; set; }
}

/// <summary>An item on its way into a grain, as a turn of its own.</summary>
internal sealed class StreamDelivery(StreamSubscription taker, object item, Silo silo) : Call(taker.Grain ?? default)
{
    public override void Fail(Exception error) => silo.Log.StreamItemFailed(error);

    public async Task ToClient()
    {
        try
        {
            if (taker.ClientHandler is { } handler) await handler(item);
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    protected override Task Invoke(object grain) => On!.HandlerOf(taker.Handle)?.Invoke(item) ?? Task.CompletedTask;
}

[Immutable]
internal sealed class StreamPlace(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other?.SequenceNumber == SequenceNumber;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => SequenceNumber.GetHashCode();

    public override int CompareTo(StreamSequenceToken? other) => SequenceNumber.CompareTo(other?.SequenceNumber ?? 0);
}
