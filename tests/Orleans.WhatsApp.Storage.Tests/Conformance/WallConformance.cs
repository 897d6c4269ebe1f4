using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class WallConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task Another_tenant_finds_nothing_of_a_chat()
    {
        var chat = (await Storage.NewChat()).WithSession();
        await chat.Commit(chat.SaveSession(), new ChatEffect.StoreMessage(chat.NewMessage("secret", "m1")));
        await chat.Write(new TimelineEntry(Storage.Clock.GetUtcNow(), "G1", "ContactWrote", Phase.Idle, Phase.Grace, 0, null));
        await Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", "m1", "", "f", Encoding.UTF8.GetBytes("{}"), Storage.Clock.GetUtcNow())]);
        await Storage.Channels.SaveAlias(chat.Key.Tenant, chat.Key.Channel, "alias", chat.Key.Chat);
        var (stranger, _) = await Storage.NewTenant();
        var key = chat.Key with { Tenant = stranger };

        Assert.Null(await Storage.Chats.Load(key));
        Assert.False(await Storage.Chats.HasMessage(key, "m1"));
        Assert.Empty(await Storage.Chats.Context(key, chat.State.Session!.Id, [], 10));
        Assert.Empty(await Storage.Inbox.Undone(key, 10));
        Assert.Null(await Storage.Dashboard.Chat(stranger, chat.Key.Chat));
        Assert.Equal((0, 0L), ((await Storage.Dashboard.Chats(stranger, ChatFilter.All, new(1, 10))).Items.Count, (await Storage.Dashboard.Chats(stranger, ChatFilter.All, new(1, 10))).Total));
        Assert.Empty((await Storage.Dashboard.Messages(stranger, chat.Key.Chat, new(1, 10))).Items);
        Assert.Empty((await Storage.Dashboard.Sessions(stranger, chat.Key.Chat, new(1, 10))).Items);
        Assert.Empty((await Storage.Dashboard.Timeline(stranger, chat.Key.Chat, new(1, 10))).Items);
        Assert.Equal(0, (await Storage.Dashboard.Counts(stranger)).TotalChats);
        Assert.Empty(await Storage.Tenants.ChatsWithSession(stranger));
        Assert.Null(await Storage.Channels.Load(stranger, chat.Key.Channel));
        Assert.Null(await Storage.Channels.Alias(stranger, chat.Key.Channel, "alias"));
        Assert.Null(await Storage.Channels.ChatWith(stranger, chat.Key.Channel, chat.State.Contact.Address, PhoneKey.Of(chat.State.Contact.Phone)));
    }

    [Fact]
    public async Task Another_tenants_commit_changes_nothing_of_a_chat()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue();
        await Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", "m1", "", "f", Encoding.UTF8.GetBytes("{}"), Storage.Clock.GetUtcNow())]);
        var row = Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
        var (stranger, _) = await Storage.NewTenant();
        var foreign = chat.Key with { Tenant = stranger };

        await Assert.ThrowsAsync<ChatMovedOnException>(() => Storage.Chats.Commit(new ChatCommit(foreign, 1, chat.State with { Key = foreign }, [], [], [])));
        await Storage.Chats.Commit(new ChatCommit(
            foreign, 0, chat.State with { Key = foreign }, [new ChatEffect.FailSend(send.Intent, send.Message, "x"), new ChatEffect.RequeueSend(send.Intent, send.Message, null)], [row.Id], []));

        Assert.Equal(SendStatus.Ready, Assert.Single((await Storage.Chats.Load(chat.Key))!.OpenOutbox).Status);
        Assert.Equal(DeliveryStatus.Queued, Assert.Single(await chat.Messages()).Status);
        Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
    }

    [Fact]
    public async Task The_same_provider_ids_live_side_by_side_in_two_channels()
    {
        var (one, other) = (await Storage.NewChat(), await Storage.NewChat());
        foreach (var chat in (TestChat[])[one, other])
        {
            await Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", "m1", "", "f", Encoding.UTF8.GetBytes("{}"), Storage.Clock.GetUtcNow())]);
            await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("text", "m1")));
        }

        await one.Commit(new ChatEffect.MarkMessage("m1", new MessageMark.Edited("changed", Storage.Clock.GetUtcNow())));

        Assert.Equal("changed", Assert.Single(await one.Messages()).Text);
        Assert.Equal("text", Assert.Single(await other.Messages()).Text);
        Assert.Single(await Storage.Inbox.Undone(one.Key, 10));
        Assert.Single(await Storage.Inbox.Undone(other.Key, 10));
    }
}
