using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class RetentionConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    private DateTimeOffset Before => Now.AddDays(-30);

    [Fact]
    public async Task Only_tenants_that_say_so_are_looked_after()
    {
        var (tenant, _) = await Storage.NewTenant();
        var (other, _) = await Storage.NewTenant();
        await Storage.Tenants.SaveConfig(tenant, new TenantConfig(null, TimeSpan.FromMinutes(3)) { RetentionDays = 30 });
        var tenants = await Storage.Retention.Tenants();
        Assert.Contains(new TenantRetention(tenant, 30), tenants);
        Assert.DoesNotContain(other, tenants.Select(one => one.Tenant));
    }

    [Fact]
    public async Task What_is_older_goes_with_what_belongs_to_it_and_the_counters_follow()
    {
        var chat = await Storage.NewChat();
        var (old, fresh) = (Now, Now.AddDays(30));
        chat.WithSession();
        var ended = chat.State.Session! with { Status = SessionStatus.Resolved, ResolvedAt = old };
        chat.State = chat.State with { Session = null, MessageCount = 3, LastMessageAt = fresh };
        await Keep(chat, "in-1", old);
        var row = Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
        await chat.Commit([row.Id], new ChatEffect.SaveSession(ended));
        fixture.Clock.Advance(TimeSpan.FromDays(31));
        await chat.Commit(
            new ChatEffect.StoreMessage(chat.NewMessage("old", "m1", at: old)),
            new ChatEffect.StoreMessage(chat.NewMessage("old answer", "m2", Sender.Human, old)),
            new ChatEffect.StoreMessage(chat.NewMessage("fresh", "m3", at: fresh)),
            // What the agent never handed over was never counted.
            new ChatEffect.StoreMessage(chat.NewMessage("never sent", "m4", Sender.Ai, old) with { Status = DeliveryStatus.Failed }),
            new ChatEffect.MarkMessage("m1", new MessageMark.Reacted("👍", "ada", old)),
            new ChatEffect.MarkMessage("m3", new MessageMark.Reacted("👍", "ada", fresh)),
            new ChatEffect.MarkMessage("never came", new MessageMark.Edited("text", old)));
        await chat.Write(new TimelineEntry(old, "C6", "ContactWrote", Phase.Idle, Phase.Grace, 0, ended.Id));
        await chat.Write(new TimelineEntry(fresh, "C8", "ContactWrote", Phase.Grace, Phase.Grace, 0, ended.Id));
        // A silo in between writes the chat's row anew.
        await chat.Commit();

        Assert.True(await Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 100) > 0);
        Assert.Equal(0, await Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 100));

        Assert.Equal(["fresh"], (await chat.Messages()).Select(message => message.Text));
        Assert.Contains("\"by\":\"ada\"", (await chat.Messages())[0].ReactionsJson, StringComparison.Ordinal);
        Assert.Empty((await Storage.Dashboard.Sessions(chat.Key.Tenant, chat.Key.Chat, new(1, 10))).Items);
        Assert.Equal(["C8"], (await Storage.Dashboard.Timeline(chat.Key.Tenant, chat.Key.Chat, new(1, 10))).Items.Select(line => line.Rule));
        Assert.Equal(1, (await Storage.Dashboard.Chat(chat.Key.Tenant, chat.Key.Chat))!.MessageCount);
        Assert.Equal((1L, 1L), ((await Storage.Dashboard.Counts(chat.Key.Tenant)).TotalChats, (await Storage.Dashboard.Counts(chat.Key.Tenant)).TotalMessages));
        // The event is forgotten: it would be taken as new, and is told by its age.
        await Keep(chat, "in-1", Now);
        Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
        Assert.Empty(await Storage.Contacts.MarksWithoutMessage(chat.Key));

        await chat.Erase();
        Assert.Equal(new ChatCounts(0, 0, 0, 0, 0, 0), await Storage.Dashboard.Counts(chat.Key.Tenant));
    }

    [Fact]
    public async Task What_a_running_session_or_an_open_send_needs_stays()
    {
        var chat = (await Storage.NewChat()).WithSession();
        await chat.Commit(chat.SaveSession(), new ChatEffect.StoreMessage(chat.NewMessage("asked", "m1", at: Before.AddDays(-1))));
        var send = await chat.Queue(Sender.Human, "open");
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(send));
        chat.State = chat.State with { Session = null };
        await chat.Commit();
        fixture.Clock.Advance(TimeSpan.FromDays(60));

        Assert.True(await Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 100) > 0);
        Assert.Equal(["open"], (await chat.Messages()).Select(message => message.Text));
        await chat.Commit(new ChatEffect.ConfirmSend(send.Intent, send.Message, "sent-1"));
        Assert.True(await Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 100) > 0);
        Assert.Empty(await chat.Messages());

        var running = (await Storage.NewChat()).WithSession();
        await running.Commit(running.SaveSession(), new ChatEffect.StoreMessage(running.NewMessage("asked", "m1", at: Before.AddDays(-1))));
        Assert.Equal(0, await Storage.Retention.RemoveSome(running.Key.Tenant, Before, 100));
        Assert.Single(await running.Messages());
    }

    [Fact]
    public async Task Several_at_once_count_each_message_once()
    {
        var chat = await Storage.NewChat();
        chat.State = chat.State with { MessageCount = 60 };
        await chat.Commit([.. Enumerable.Range(0, 60).Select(i => new ChatEffect.StoreMessage(chat.NewMessage($"{i}", $"m{i}", at: i < 50 ? Before.AddDays(-1) : Now)))]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 20))));
        while (await Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 20) > 0) { }

        Assert.Equal(10, (await chat.Messages()).Length);
        Assert.Equal(10, (await Storage.Dashboard.Counts(chat.Key.Tenant)).TotalMessages);
        Assert.Equal(10, (await Storage.Dashboard.Chat(chat.Key.Tenant, chat.Key.Chat))!.MessageCount);
    }

    [Fact]
    public async Task Files_go_with_their_messages()
    {
        var chat = await Storage.NewChat();
        var (old, fresh) = (WithFile("m1", Before.AddDays(-1)), WithFile("m2", Now));
        await chat.Commit(new ChatEffect.StoreMessage(old), new ChatEffect.StoreMessage(fresh));
        foreach (var message in (ChatMessage[])[old, fresh])
            await fixture.Media.Save(KeyOf(message), "audio/ogg", new MemoryStream([1, 2, 3]), CancellationToken.None);

        Assert.True(await Storage.Retention.RemoveSome(chat.Key.Tenant, Before, 100) > 0);

        Assert.Equal([fresh.Id], (await chat.Messages()).Select(message => message.Id));
        Assert.Equal([KeyOf(fresh)], fixture.Media.Kept.Where(key => key.Chat == chat.Key.Chat));

        ChatMessage WithFile(string id, DateTimeOffset at) =>
            chat.NewMessage("", id, at: at) with { Attachments = [new Attachment("recording", "audio", "audio/ogg", Size: 3) { State = MediaState.Kept }] };

        MediaKey KeyOf(ChatMessage message) => MessageFiles.KeyOf(chat.Key.Tenant, chat.Key.Chat, message.Id, 0, null);
    }

    [Fact]
    public async Task Chats_in_which_nothing_happens_any_more_are_found()
    {
        var (tenant, channel) = await Storage.NewTenant();
        async Task<TestChat> Make(string name, DateTimeOffset at, Func<TestChat, TestChat>? shape = null)
        {
            var chat = (shape ?? (one => one))(Storage.NewChat(tenant, channel, name: name));
            chat.State = chat.State with { LastMessageAt = at };
            await chat.Commit();
            return chat;
        }

        var (oldest, old) = (await Make("oldest", Before.AddDays(-2)), await Make("old", Before.AddDays(-1)));
        await Make("fresh", Before.AddDays(1));
        await Make("running", Before.AddDays(-1), chat => chat.WithSession());
        await (await Make("sending", Before.AddDays(-1))).Queue();

        Assert.Equal([oldest.Key, old.Key], await Storage.Retention.SilentChats(tenant, Before, 10));
    }

    private Task Keep(TestChat chat, string id, DateTimeOffset at) =>
        Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", id, "", "unipile.webhook", Encoding.UTF8.GetBytes("{}"), at)]);
}
