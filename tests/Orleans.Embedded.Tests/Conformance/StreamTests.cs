using Orleans.Streams;

namespace Orleans.Embedded.Tests.Conformance;

[GenerateSerializer]
public sealed record Hint([property: Id(0)] string Text);

public interface IListenerGrain : IGrainWithStringKey
{
    Task Listen(string stream);

    Task Publish(string stream, string text);

    Task Leave(string stream);
}

[GrainType("listener")]
public sealed class ListenerGrain(Journal journal) : Grain, IListenerGrain
{
    public Task Listen(string stream) => Stream(stream).SubscribeAsync((hint, _) =>
    {
        journal.Write($"{this.GetPrimaryKeyString()} heard {hint.Text}");
        return Task.CompletedTask;
    });

    public Task Publish(string stream, string text) => Stream(stream).OnNextAsync(new Hint(text));

    public async Task Leave(string stream)
    {
        foreach (var handle in await Stream(stream).GetAllSubscriptionHandles()) await handle.UnsubscribeAsync();
    }

    private IAsyncStream<Hint> Stream(string key) => this.GetStreamProvider("hints").GetStream<Hint>("hints", key);
}

public sealed class StreamTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_client_hears_what_a_grain_publishes_in_order()
    {
        var heard = new Journal();
        var stream = _test.Cluster.Client.GetStreamProvider("hints").GetStream<Hint>("hints", "s");
        var subscription = await stream.SubscribeAsync((hint, _) =>
        {
            heard.Write(hint.Text);
            return Task.CompletedTask;
        });
        for (var i = 0; i < 10; i++) await Grain("a").Publish("s", $"{i}").Soon();
        await Hears(heard, "9");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), heard.Entries);
        await subscription.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_grain_hears_what_others_publish_until_it_leaves()
    {
        await Grain("b").Listen("s").Soon();
        await Grain("a").Publish("s", "one").Soon();
        await Hears(_test.Journal, "b heard one");
        await Grain("b").Leave("s").Soon();
        await Grain("c").Listen("s").Soon();
        await Grain("a").Publish("s", "two").Soon();
        await Hears(_test.Journal, "c heard two");
        Assert.Equal(0, _test.Journal.Count("b heard two"));
    }

    // Orleans' agents pull the streams by the clock.
    private Task Hears(Journal journal, string entry) => Eventually.Holds(
        () =>
        {
            _test.Clock.Advance(TimeSpan.FromMilliseconds(10));
            return journal.Count(entry) > 0;
        },
        entry);

    private IListenerGrain Grain(string key) => _test.Grains.GetGrain<IListenerGrain>(key);
}
