namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class WaitingTests
{
    [Fact]
    public async Task A_fact_that_never_comes_true_says_what_was_awaited_and_what_was_seen()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        await stage.Send(ayse, "only one");

        var failure = await Assert.ThrowsAsync<FactNeverCameTrueException>(() => ayse.WaitForReceived(2, TimeSpan.FromMilliseconds(1)));

        Assert.Contains("2 messages on +905551234567", failure.Message, StringComparison.Ordinal);
        Assert.Contains("only one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_with_the_message_that_was_waited_for()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");

        var waiting = ayse.WaitForReceived(2);
        await stage.Send(ayse, "one");
        await stage.Send(ayse, "two");

        Assert.Equal(["one", "two"], (await waiting).Select(message => message.Text));
    }

    [Theory]
    [InlineData(WhatsAppProvider.Meta)]
    [InlineData(WhatsAppProvider.Wappi)]
    public async Task A_tick_is_announced_though_nothing_is_told_by_webhook(WhatsAppProvider provider)
    {
        await using var world = await SimulatedWorld.Start();
        var account = world.AddAccount(provider: provider);
        var message = world.Phone(account).Write(world.Contact("+905551234567"), "hello");
        var chat = world.Chats(account).Single();
        List<SimulatedChat> changed = [];
        world.ChatChanged += (_, which) => changed.Add(which);

        var reading = world.WaitUntil(() => chat.Find(message.Id) is { Delivered: true, Seen: true }, "the message to be read");
        await (provider is WhatsAppProvider.Meta ? world.Meta.Tell(message.Id, MetaStatus.Read) : world.Wappi.Tell(message.Id, "read"));

        await reading;
        Assert.Equal([chat], changed);
    }

    [Fact]
    public async Task A_delivery_is_announced_before_it_leaves_and_so_is_the_end_of_a_subscription()
    {
        await using var world = await SimulatedWorld.Start();
        var number = world.AddAccount(provider: WhatsAppProvider.Meta);
        var subscription = world.Meta.Subscribe(new Uri("http://127.0.0.1:9"));
        world.Webhooks.GoDown();

        var delivering = world.WaitUntil(() => world.Webhooks.Deliveries.Count is 1, "a delivery");
        _ = world.Meta.Tell(number, "account_update", []);
        await delivering;

        var ending = world.WaitUntil(() => world.Webhooks.Subscriptions.Count is 0, "the end of the subscription");
        Assert.True(world.Webhooks.Unsubscribe(subscription.Id));
        await ending;
        Assert.False(world.Webhooks.Unsubscribe(subscription.Id));
    }
}
