using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class ErasureConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    [Fact]
    public async Task Of_an_erased_chat_nothing_is_left_in_any_column_and_of_another_everything()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var erased = await Filled(Storage.NewChat(tenant, channel, "+905559998877"), "Zerdali", "secretly whispered words");
        var kept = await Filled(Storage.NewChat(tenant, channel, "+905551110000"), "Nalan", "spoken words");
        await Storage.Feed.Number(tenant);
        Assert.Contains("messages.text: secretly whispered words", await Remains.Of(Storage.Database, "secretly whispered words"), StringComparison.Ordinal);

        var request = Guid.NewGuid();
        var by = Guid.NewGuid();
        var rows = await erased.Erase(request, by);

        Assert.Equal(new ErasedRows(Messages: 4, Marks: 2, Sessions: 1, Timeline: 1, Events: 2, Sends: 2, Aliases: 1), rows);
        Assert.Equal("", await Remains.Of(Storage.Database, "Zerdali", "secretly whispered words", "905559998877", "5559998877"));
        Assert.Null(await Storage.Chats.Load(erased.Key));
        Assert.Empty(await Storage.Inbox.Undone(erased.Key, 10));

        Assert.Equal(4, (await kept.Messages()).Length);
        Assert.NotNull(await Storage.Chats.Load(kept.Key));
        Assert.Single(await Storage.Inbox.Undone(kept.Key, 10));
        Assert.Equal(kept.Key.Chat, Assert.Single((await Storage.Dashboard.Chats(tenant, new ChatFilter(null, null, SearchText.Of("nalan")), new(1, 10))).Items).Id);
        Assert.Equal(new ChatCounts(1, 0, 1, 0, 1, 4), await Storage.Dashboard.Counts(tenant));

        var entry = Assert.Single((await Storage.Erasures.List(tenant, new(1, 10))).Items);
        Assert.Equal((request, erased.Key.Chat, channel, Now, new UserId(by), rows), (entry.Request, entry.Chat, entry.Channel, entry.At, entry.By, entry.Rows));
    }

    [Fact]
    public async Task Those_who_watch_are_told_that_the_chat_is_gone_and_no_more_of_what_was()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var chat = await Filled(Storage.NewChat(tenant, channel), "Zerda", "whispered words");
        var before = await Storage.Feed.Number(tenant);
        await chat.Erase();
        var last = await Storage.Feed.Number(tenant);

        Assert.True(last > before);
        var events = (await Storage.Feed.After(tenant, 0, 100)).Where(told => told.Subject == chat.Key.Chat.Value).ToList();
        Assert.Equal(FeedKind.Chat, events[^1].Kind);
        Assert.All(events, told => Assert.Equal(("gone", "", ""), (string.Join(' ', told.What), told.Mode, told.Status)));
        // The numbers are still without a gap.
        Assert.Equal(Enumerable.Range(1, (int)last).Select(number => (long)number), (await Storage.Feed.After(tenant, 0, 100)).Select(told => told.Number));
    }

    [Fact]
    public async Task An_erasure_on_another_version_erases_nothing()
    {
        var chat = await Filled(await Storage.NewChat(), "Zerda", "words");
        chat.Version--;
        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Erase());

        Assert.Equal(4, (await chat.Messages()).Length);
        Assert.Null(await Storage.Chats.Erased(chat.Key));
        Assert.Empty((await Storage.Erasures.List(chat.Key.Tenant, new(1, 10))).Items);
        Assert.Equal(1, (await Storage.Dashboard.Counts(chat.Key.Tenant)).TotalChats);
    }

    [Fact]
    public async Task A_send_that_was_claimed_meanwhile_takes_the_erasure_back()
    {
        var chat = await Storage.NewChat();
        var send = await chat.Queue(Sender.Human);
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(send));
        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Erase());
        Assert.Single(await chat.Messages());

        chat.State = Chat.Claimed(chat.State, send.Intent, Now);
        Assert.Equal(1, (await chat.Erase()).Sends);
        Assert.NotEmpty((await Storage.Chats.Erased(chat.Key))!.Echoes);
        // Its echo has come by then, or never will.
        await Storage.Upkeep.Tidy(Now.AddDays(2), DateTimeOffset.UnixEpoch);
        Assert.Empty((await Storage.Chats.Erased(chat.Key))!.Echoes);
    }

    [Fact]
    public async Task A_claim_and_an_erasure_at_the_same_time_have_exactly_one_winner()
    {
        var (tenant, channel) = await Storage.NewTenant();
        for (var round = 0; round < 40; round++)
        {
            var chat = Storage.NewChat(tenant, channel, name: $"erasure-race-{round}");
            var send = await chat.Queue();
            using var start = new Barrier(2);
            var claim = Task.Run(() => { start.SignalAndWait(); return chat.Claim(send); });
            var erasure = Task.Run(async () =>
            {
                start.SignalAndWait();
                return await Record.ExceptionAsync(() => chat.Erase());
            });

            var (claimed, refusal) = (await claim is ClaimResult.Claimed, await erasure);
            Assert.True(claimed ? refusal is ChatMovedOnException : refusal is null, $"{claimed} {refusal}");
        }
    }

    [Fact]
    public async Task A_chat_that_begins_anew_goes_on_counting_where_the_old_one_ended()
    {
        var chat = (await Storage.NewChat()).WithSession();
        chat.State = chat.State with { Epoch = 5, TurnsAsked = 3, IntentsMade = 7 };
        await chat.Commit(chat.SaveSession());
        await chat.Commit();
        await chat.Erase();

        var stays = (await Storage.Chats.Erased(chat.Key))!;
        Assert.Equal((Now, 6L, 1, 3, 7, 3L), (stays.Until, stays.Epoch, stays.SessionsStarted, stays.TurnsAsked, stays.IntentsMade, stays.Version));
        var anew = stays.BeginAnew(chat.Key, "chat") with { MessageCount = 1 };
        var version = await Storage.Chats.Commit(new ChatCommit(chat.Key, stays.Version, anew, [new ChatEffect.StoreMessage(chat.NewMessage("new words", "n1"))], [], []) { IsNew = true });

        Assert.Equal(4, version);
        var stored = (await Storage.Chats.Load(chat.Key))!;
        Assert.Equal((4L, 6L, Now), (stored.Version, stored.State.Epoch, stored.Erased!.Until));
        Assert.Equal("new words", Assert.Single(await chat.Messages()).Text);
        Assert.Equal(new ChatCounts(1, 0, 0, 0, 0, 1), await Storage.Dashboard.Counts(chat.Key.Tenant));
    }

    [Fact]
    public async Task Whoever_has_not_heard_of_the_erasure_neither_goes_on_nor_begins_anew()
    {
        var chat = await Storage.NewChat();
        await chat.Commit();
        await chat.Erase();

        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Commit());
        chat.Version = 0;
        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Commit());
        Assert.Null(await Storage.Chats.Load(chat.Key));
        Assert.Equal(0, (await Storage.Dashboard.Counts(chat.Key.Tenant)).TotalChats);
    }

    [Fact]
    public async Task An_event_that_had_come_is_known_though_it_is_gone()
    {
        var chat = await Filled(await Storage.NewChat(), "Zerda", "words");
        await chat.Erase();
        await Keep(chat, "in-1", "words once more");
        Assert.Empty(await Storage.Inbox.Undone(chat.Key, 10));

        await Keep(chat, "in-9", "late words");
        var row = Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
        await Storage.Inbox.Discard(chat.Key, [row.Id]);
        Assert.Empty(await Storage.Inbox.Undone(chat.Key, 10));
        Assert.Equal("", await Remains.Of(Storage.Database, "late words"));
        await Keep(chat, "in-9", "late words");
        Assert.Empty(await Storage.Inbox.Undone(chat.Key, 10));
    }

    [Fact]
    public async Task Under_its_former_names_it_is_known_as_erased_too()
    {
        var chat = await Filled(await Storage.NewChat(), "Zerda", "words");
        await chat.Erase();
        var former = new ChatKey(chat.Key.Tenant, chat.Key.Channel, ChatId.Of(chat.Key.Channel, $"former-{chat.Key.Chat}"));
        Assert.Equal(Now, (await Storage.Chats.Erased(former))!.Until);
        Assert.Null(await Storage.Channels.Alias(chat.Key.Tenant, chat.Key.Channel, $"former-{chat.Key.Chat}"));
    }

    [Fact]
    public async Task The_record_is_read_in_pages_and_by_its_own_tenant_only()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var chats = new List<ChatId>();
        for (var i = 0; i < 5; i++)
        {
            var chat = Storage.NewChat(tenant, channel);
            await chat.Commit();
            await chat.Erase();
            chats.Insert(0, chat.Key.Chat);
        }

        var first = await Storage.Erasures.List(tenant, new(1, 2));
        var second = await Storage.Erasures.List(tenant, new(1, 2, first.Next));
        var third = await Storage.Erasures.List(tenant, new(3, 2));
        Assert.Equal(chats, first.Items.Concat(second.Items).Concat(third.Items).Select(entry => entry.Chat));
        Assert.Equal((5, null), (first.Total, third.Next));

        var (other, _) = await Storage.NewTenant();
        Assert.Empty((await Storage.Erasures.List(other, new(1, 10))).Items);
        Assert.False(await Storage.Erasures.Has(other, chats[0]));
        Assert.True(await Storage.Erasures.Has(tenant, chats[0]));
    }

    /// <summary>As <see cref="SampleRowsConformance"/>, for what stays of the erased.</summary>
    [Fact]
    public async Task Rows_of_the_first_version_are_read()
    {
        var tenant = new TenantId(new Guid("7e000000-0000-0000-0000-0000000e7a5e"));
        var key = new ChatKey(tenant, new(new Guid("c4000000-0000-0000-0000-000000000001")), new(new Guid("ca000000-0000-0000-0000-000000000001")));
        var at = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        await SampleRows.Insert(Storage.Database, "privacy-rows-v1.json");

        var stays = (await Storage.Chats.Erased(key))!;
        Assert.Equal((at, 12L, 3, 4, 5, 17L), (stays.Until, stays.Epoch, stays.SessionsStarted, stays.TurnsAsked, stays.IntentsMade, stays.Version));
        Assert.Equal(["b2b0c4f9c6f5547c9d5d7f1e6a0f3f11", "5b6d1f7c0e3a5d0f8a4b9b1f2c3d4e5f"], stays.Echoes.ToArray());
        Assert.Equal(
            new ErasureEntry(
                new Guid("e0000000-0000-0000-0000-000000000001"), key.Channel, key.Chat, at, new UserId(new Guid("a0000000-0000-0000-0000-000000000001")), new ErasedRows(1, 2, 3, 4, 5, 6, 7)),
            Assert.Single((await Storage.Erasures.List(tenant, new(1, 10))).Items));
        var config = (await Storage.Tenants.Load(tenant))!.Config;
        Assert.Equal((90, "Europe/Istanbul"), (config.RetentionDays, config.TimeZone));
    }

    /// <summary>A chat of which there is something in every table that can hold something of it.</summary>
    private async Task<TestChat> Filled(TestChat chat, string name, string text)
    {
        chat.WithSession();
        chat.State = chat.State with
        {
            Contact = chat.State.Contact with { Name = name },
            LastMessageAt = Now,
            LastMessagePreview = text,
            MessageCount = 2,
            EarlyMarks = [new EarlyMark("e1", text)],
        };
        await Keep(chat, "in-1", text);
        await Keep(chat, "in-2", text);
        var rows = await Storage.Inbox.Undone(chat.Key, 10);
        for (var i = 0; i < 5; i++) await Storage.Inbox.Failed(chat.Key, rows[1].Id, text);
        await Keep(chat, "in-3", text);
        var id = $"{chat.Key.Chat}-1";
        await chat.Commit(
            [rows[0].Id],
            chat.SaveSession(),
            new ChatEffect.StoreMessage(chat.NewMessage(text, id) with { SenderName = name, Attachments = [new Attachment("a1", "img", FileName: $"{text}.jpg")] }),
            new ChatEffect.StoreMessage(chat.NewMessage(text, $"{chat.Key.Chat}-2") with { SenderName = name }),
            new ChatEffect.MarkMessage(id, new MessageMark.Reacted("👍", chat.State.Contact.Address, Now)),
            new ChatEffect.MarkMessage($"{chat.Key.Chat}-unknown", new MessageMark.Edited(text, Now)));
        await chat.Write(new TimelineEntry(Now, "C6", "ContactWrote", Phase.Idle, Phase.Grace, 0, chat.State.Session!.Id));
        await chat.Queue(Sender.Human, text);
        var claimed = await chat.Queue(Sender.Human, text);
        Assert.IsType<ClaimResult.Claimed>(await chat.Claim(claimed));
        chat.State = Chat.Claimed(chat.State, claimed.Intent, Now);
        await Storage.Channels.SaveAlias(chat.Key.Tenant, chat.Key.Channel, $"former-{chat.Key.Chat}", chat.Key.Chat);
        return chat;
    }

    private Task Keep(TestChat chat, string id, string text) => Storage.Inbox.Keep(
        [new InboxEvent(chat.Key, "message", $"{chat.Key.Chat}-{id}", "", "unipile.webhook", Encoding.UTF8.GetBytes($$"""{"text":"{{text}}","phone":"{{chat.State.Contact.Phone}}"}"""), Now)]);
}
