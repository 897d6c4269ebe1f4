using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class RestartConformance(StorageFixture fixture)
{
    [Fact]
    public async Task Everything_is_there_after_a_restart_and_the_former_life_is_gone()
    {
        var chat = (await fixture.Storage.NewChat()).WithSession();
        await chat.Commit(chat.SaveSession(), new ChatEffect.StoreMessage(chat.NewMessage("hello", "m1")));
        var (claimed, ready) = (await chat.Queue(), await chat.Queue(Sender.Human));
        await chat.Claim(claimed);
        await fixture.Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", "m2", "", "f", Encoding.UTF8.GetBytes("{}"), fixture.Clock.GetUtcNow())]);
        var (former, shard) = (fixture.Storage.Incarnation.Current, NameBasedId.Shard(chat.Key.Chat.Value, ISweepStore.Shards));
        Assert.Empty(await fixture.Storage.Sweeps.ChatsWithOrphanedSends(shard, DateTimeOffset.MinValue, 10));

        await fixture.Reopen();
        var storage = fixture.Storage;

        var stored = (await storage.Chats.Load(chat.Key))!;
        Assert.Equal(ChatStateJson.Write(chat.State), ChatStateJson.Write(stored.State));
        Assert.Equal([(claimed.Intent, SendStatus.Claimed), (ready.Intent, SendStatus.Ready)], stored.OpenOutbox.Select(row => (row.Intent, row.Status)));
        Assert.Equal("m2", Assert.Single(await storage.Inbox.Undone(chat.Key, 10)).Event.ProviderMessageId);
        Assert.Equal(3, (await storage.Dashboard.Messages(chat.Key.Tenant, chat.Key.Chat, new(1, 10))).Total);
        Assert.NotEqual(former, storage.Incarnation.Current);
        Assert.True(await storage.Incarnation.IsGone(former));
        Assert.Equal([chat.Key], await storage.Sweeps.ChatsWithOrphanedSends(shard, DateTimeOffset.MinValue, 10));
    }
}
