using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Grains;

public sealed class ChannelGrainTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_status_of_the_old_account_does_not_undo_a_new_link()
    {
        var (reached, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _world.Channels.BeforeSave = account =>
        {
            if (account.Status != ChannelStatus.Error) return Task.CompletedTask;
            reached.TrySetResult();
            return mayGoOn.Task;
        };
        _world.WhatsApp.NextAccount = "account-2";
        var report = _world.Channel.StatusReported("account", ChannelStatus.Error);
        await reached.Task;
        var connect = _world.Channel.Connect();
        await Task.WhenAny(connect, Task.Delay(200));
        mayGoOn.SetResult();
        await Task.WhenAll(report, connect);

        Assert.Equal(("account-2", ChannelStatus.Ok), ((await _world.Channel.Read()).AccountId, (await _world.Channel.Read()).Status));
        Assert.NotNull(await _world.Channels.Find("unipile", "account-2"));
    }

    [Fact]
    public async Task What_came_before_a_new_link_was_known_joins_the_chat_that_was_there()
    {
        await _world.ContactWrites("Hello");
        await KeepUnlinked("account-2", new FakeEvent("contact", "chat-of-account-2", "in-2", "Are you there?", _world.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)));
        _world.WhatsApp.NextAccount = "account-2";
        Assert.Equal("", (await _world.Channel.Connect()).Error);

        await _world.Until("the second message", async () => (await _world.Messages()).Count == 2);
        Assert.Equal(_world.Key.Chat, await _world.Channels.Alias(ChatWorld.Tenant, _world.Key.Channel, "chat-of-account-2"));
    }

    [Fact]
    public async Task What_a_dying_process_had_not_replayed_yet_is_replayed_by_the_next_one()
    {
        await KeepUnlinked("account", new FakeEvent("contact", "chat-1", "in-1", "Hello", _world.Clock.GetUtcNow()));
        await _world.Kill();
        await _world.StartAgain();
        await _world.Channel.Read();
        await _world.Until("the message", async () =>
        {
            await _world.Pass(TimeSpan.FromSeconds(1));
            return (await _world.Messages()).Count == 1;
        });
    }

    [Fact]
    public async Task An_account_that_an_import_has_told_of_is_not_ours_until_it_is_linked()
    {
        var tenant = new TenantId(Guid.NewGuid());
        var key = ChannelKey.Of(tenant, "unipile");
        await _world.Channels.Save(new ChannelAccount(tenant, key.Channel, "unipile", "account-3", ChannelStatus.Disconnected, "", null, HasMigrated: false));
        await KeepUnlinked("account-3", new FakeEvent("contact", "chat-3", "in-3", "Hello", _world.Clock.GetUtcNow()));
        var channel = _world.Services.GetRequiredService<IGrainFactory>().GetGrain<IChannelGrain>(key.ToString());

        // It may be running for the system that it came from, and its events are that system's.
        Assert.Equal(ChannelStatus.Disconnected, (await channel.Refresh()).Status);
        Assert.Equal("not_connected", await channel.Disconnect());
        Assert.Single(await _world.Services.GetRequiredService<IInbox>().Unlinked("unipile", "account-3", 10));

        Assert.Equal(("", "account-3"), ((await channel.Connect()).Error, (await channel.Read()).AccountId));
        Assert.False((await channel.Read()).HasMigrated);
        Assert.NotNull(await _world.Channels.Find("unipile", "account-3"));
        Assert.Empty(await _world.Services.GetRequiredService<IInbox>().Unlinked("unipile", "account-3", 10));
    }

    private Task<bool> KeepUnlinked(string account, FakeEvent told) =>
        _world.Services.GetRequiredService<IInbox>().KeepUnlinked("unipile", account, "unipile.fake", FakeEvent.Body(told), _world.Clock.GetUtcNow());
}
