using Orleans.Runtime;

namespace Orleans.Streams;

internal sealed class MemoryStreamProvider(string name, Func<StreamHub> hub) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(name, streamId, hub);
}

internal sealed class MemoryStream<T>(string provider, StreamId id, Func<StreamHub> hub) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        hub().Publish(provider, id, item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Memory streams carry items only.");

    public Task OnCompletedAsync() => throw new NotSupportedException("Memory streams carry items only.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        var subscription = hub().Subscribe(provider, id, Handler(observer));
        return Task.FromResult<StreamSubscriptionHandle<T>>(new Handle(this, subscription));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            [.. hub().SubscriptionsOf(provider, id, RuntimeContext.Current?.GrainId).Select(subscription => new Handle(this, subscription))]);

    private static Func<object?, Task> Handler(IAsyncObserver<T> observer) => delivered =>
    {
        var (item, token) = ((T, StreamPlace))delivered!;
        return observer.OnNextAsync(item, token);
    };

    private sealed class Handle(MemoryStream<T> stream, StreamSubscription subscription) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => stream.StreamId;

        public override string ProviderName => stream.ProviderName;

        public override Guid HandleId => subscription.Handle;

        public override Task UnsubscribeAsync()
        {
            stream.Hub.Unsubscribe(ProviderName, StreamId, subscription);
            return Task.CompletedTask;
        }

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
        {
            StreamHub.Attach(subscription, Handler(observer));
            return Task.FromResult<StreamSubscriptionHandle<T>>(this);
        }

        public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId;

        public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

        public override int GetHashCode() => HandleId.GetHashCode();
    }

    private StreamHub Hub => hub();
}
