using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class SweepConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private static int Shard(TestChat chat) => NameBasedId.Shard(chat.Key.Chat.Value, ISweepStore.Shards);

    /// <summary>Chats of one fresh tenant that share a shard.</summary>
    private async Task<TestChat[]> ChatsOfOneShard(int count)
    {
        var (tenant, channel) = await Storage.NewTenant();
        var chats = Enumerable.Range(0, count * ISweepStore.Shards * 4).Select(i => Storage.NewChat(tenant, channel, name: $"shard-{i}")).GroupBy(Shard);
        return [.. chats.First(group => group.Count() >= count).Take(count)];
    }

    private async Task<IEnumerable<ChatKey>> Of(TestChat chat, Task<IReadOnlyList<ChatKey>> found) => (await found).Where(key => key.Tenant == chat.Key.Tenant);

    private async Task<IReadOnlyList<ChatKey>> Due(int shard, DateTimeOffset now, int limit = 1_000, DateTimeOffset? after = null) =>
        [.. (await Storage.Sweeps.DueChats(shard, now, limit, after)).Select(due => due.Chat)];

    [Fact]
    public async Task Due_chats_come_oldest_deadline_first_and_only_when_due()
    {
        var chats = await ChatsOfOneShard(3);
        var now = Storage.Clock.GetUtcNow();
        int[] seconds = [20, 10, 30];
        for (var i = 0; i < 3; i++)
        {
            chats[i].WithSession();
            chats[i].State = chats[i].State with { Session = chats[i].State.Session! with { GraceEndsAt = now.AddSeconds(seconds[i]) } };
            await chats[i].Commit(chats[i].SaveSession());
        }

        var shard = Shard(chats[0]);
        Assert.Equal([chats[1].Key], await Of(chats[0], Due(shard, now.AddSeconds(10))));
        Assert.Equal([chats[1].Key, chats[0].Key, chats[2].Key], await Of(chats[0], Due(shard, now.AddSeconds(60))));
        Assert.Equal([chats[0].Key, chats[2].Key], await Of(chats[0], Due(shard, now.AddSeconds(60), after: now.AddSeconds(10))));
        Assert.Equal(now.AddSeconds(10), (await Storage.Sweeps.DueChats(shard, now.AddSeconds(60), 1_000)).Single(due => due.Chat == chats[1].Key).At);
        Assert.Equal(2, (await Due(shard, now.AddYears(1), limit: 2)).Count);
        Assert.Empty(await Of(chats[0], Due((shard + 1) % ISweepStore.Shards, now.AddSeconds(60))));

        chats[1].State = chats[1].State with { Session = null };
        await chats[1].Commit();
        Assert.Equal([chats[0].Key, chats[2].Key], await Of(chats[0], Due(shard, now.AddSeconds(60))));
    }

    [Fact]
    public async Task Of_the_chats_with_a_deadline_soon_those_that_the_agent_holds_may_wait_for_it()
    {
        var chats = await ChatsOfOneShard(4);
        var now = Storage.Clock.GetUtcNow();
        foreach (var (chat, place) in chats.Select((chat, place) => (chat, place)))
        {
            chat.WithSession();
            var session = chat.State.Session! with { GraceEndsAt = now.AddSeconds(10) };
            if (place > 0) session = session with { Status = SessionStatus.Active, InactiveAt = now.AddSeconds(place == 3 ? 900 : 30) };
            if (place == 2) session = session with { TakenOverBy = new(Guid.NewGuid()), TakenOverAt = now };
            chat.State = chat.State with { Session = session };
            await chat.Commit(chat.SaveSession());
        }

        Assert.Equal([chats[1].Key], await Of(chats[0], Storage.Sweeps.ChatsThatMayWaitForTheAgent(Shard(chats[0]), now.AddSeconds(45), 1_000)));
    }

    [Fact]
    public async Task Chats_with_undone_events_come_oldest_event_first_each_once()
    {
        var chats = await ChatsOfOneShard(2);
        var now = Storage.Clock.GetUtcNow();
        InboxEvent Event(TestChat chat, string id, int age) => new(chat.Key, "message", id, "", "f", Encoding.UTF8.GetBytes("{}"), now.AddSeconds(-age));
        await Storage.Inbox.Keep([Event(chats[0], "a", 5), Event(chats[0], "b", 4), Event(chats[1], "c", 9), Event(chats[0], "young", 0)]);
        var shard = Shard(chats[0]);

        Assert.Equal([chats[1].Key, chats[0].Key], await Of(chats[0], Storage.Sweeps.ChatsWithUndoneInbox(shard, now.AddSeconds(-2), 1_000)));

        await chats[1].Commit([(await Storage.Inbox.Undone(chats[1].Key, 1))[0].Id]);
        var rows = await Storage.Inbox.Undone(chats[0].Key, 10);
        for (var i = 0; i < 5; i++) await Storage.Inbox.Failed(chats[0].Key, rows[0].Id, "x");
        Assert.Equal([chats[0].Key], await Of(chats[0], Storage.Sweeps.ChatsWithUndoneInbox(shard, now.AddSeconds(-2), 1_000)));
        await chats[0].Commit([rows[1].Id]);
        Assert.Empty(await Of(chats[0], Storage.Sweeps.ChatsWithUndoneInbox(shard, now.AddSeconds(-2), 1_000)));
    }

    [Fact]
    public async Task One_chat_that_cannot_be_decided_does_not_hide_those_that_came_after_it()
    {
        var chats = await ChatsOfOneShard(2);
        var since = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        InboxEvent Event(TestChat chat, int number) => new(chat.Key, "message", $"{number}", "", "f", new byte[1], since.AddSeconds(number));
        await Storage.Inbox.Keep([.. Enumerable.Range(0, 300).Select(i => Event(chats[0], i)), Event(chats[1], 300)]);

        Assert.Equal([chats[0].Key, chats[1].Key], await Storage.Sweeps.ChatsWithUndoneInbox(Shard(chats[0]), since.AddDays(1), 64));
        foreach (var chat in chats) await chat.Commit([.. (await Storage.Inbox.Undone(chat.Key, 400)).Select(row => row.Id)]);
    }

    [Fact]
    public async Task An_answer_that_waits_behind_an_unclear_send_is_no_ready_one_and_a_persons_is()
    {
        var chats = await ChatsOfOneShard(2);
        foreach (var chat in chats)
        {
            var unclear = await chat.Queue();
            await chat.Claim(unclear);
            await chat.Commit(new ChatEffect.MarkSendUnknown(unclear.Intent, unclear.Message));
        }

        await chats[0].Queue(Sender.Ai);
        await chats[1].Queue(Sender.Human);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        var now = Storage.Clock.GetUtcNow();
        Assert.Equal([chats[1].Key], await Of(chats[0], Storage.Sweeps.ChatsWithReadySends(Shard(chats[0]), now, now.AddSeconds(-5), 1_000)));
    }

    [Fact]
    public async Task Ready_sends_are_found_unless_delayed_claimed_on_a_channel_that_is_down_or_of_a_suspended_tenant()
    {
        var chats = await ChatsOfOneShard(3);
        var (shard, tenant, channel) = (Shard(chats[0]), chats[0].Key.Tenant, chats[0].Key.Channel);
        await chats[0].Queue();
        await chats[1].Queue(notBefore: Storage.Clock.GetUtcNow().AddMinutes(5));
        var claimed = await chats[2].Queue();
        await chats[2].Claim(claimed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        var now = Storage.Clock.GetUtcNow();

        Assert.Empty(await Of(chats[0], Storage.Sweeps.ChatsWithReadySends(shard, now, now.AddSeconds(-11), 1_000)));
        Assert.Equal([chats[0].Key], await Of(chats[0], Storage.Sweeps.ChatsWithReadySends(shard, now, now.AddSeconds(-5), 1_000)));
        Assert.Equal(2, (await Of(chats[0], Storage.Sweeps.ChatsWithReadySends(shard, now.AddMinutes(6), now, 1_000))).Count());

        // A suspended tenant's claims are all denied: found again in every round, they would keep the others from their turn.
        await Storage.Tenants.SetActive(tenant, false);
        Assert.Empty(await Of(chats[0], Storage.Sweeps.ChatsWithReadySends(shard, now.AddMinutes(6), now, 1_000)));
        await Storage.Tenants.SetActive(tenant, true);

        var account = (await Storage.Channels.Load(tenant, channel))!;
        await Storage.Channels.Save(account with { Status = ChannelStatus.NeedsReconnect });
        Assert.Empty(await Of(chats[0], Storage.Sweeps.ChatsWithReadySends(shard, now.AddMinutes(6), now, 1_000)));
    }

    [Fact]
    public async Task Sends_claimed_by_a_process_that_is_gone_are_orphans_and_our_own_are_not_for_a_while()
    {
        var chats = await ChatsOfOneShard(2);
        var (ours, theirs) = (await chats[0].Queue(), await chats[1].Queue());
        await chats[0].Claim(ours);
        await Storage.Chats.Claim(chats[1].Key, theirs.Intent, "a process of yesterday", Storage.Clock.GetUtcNow());

        var now = Storage.Clock.GetUtcNow();
        Assert.Equal([chats[1].Key], await Of(chats[0], Storage.Sweeps.ChatsWithOrphanedSends(Shard(chats[0]), now.AddMinutes(-1), 1_000)));
        Assert.Equivalent(new[] { chats[0].Key, chats[1].Key }, await Of(chats[0], Storage.Sweeps.ChatsWithOrphanedSends(Shard(chats[0]), now.AddMinutes(1), 1_000)), strict: true);
        Assert.True(Storage.Incarnation.IsOurs(Storage.Incarnation.Current));
        Assert.False(await Storage.Incarnation.IsGone(Storage.Incarnation.Current));
        Assert.True(await Storage.Incarnation.IsGone("a process of yesterday"));
    }

    [Fact]
    public async Task The_backlog_counts_what_waits()
    {
        var before = await Storage.Sweeps.Backlog(Storage.Clock.GetUtcNow().AddHours(1));
        var chat = (await Storage.NewChat()).WithSession();
        await chat.Commit(chat.SaveSession());
        await chat.Queue();
        await Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", "m", "", "f", Encoding.UTF8.GetBytes("{}"), Storage.Clock.GetUtcNow())]);

        var after = await Storage.Sweeps.Backlog(Storage.Clock.GetUtcNow().AddHours(1));
        Assert.Equal((1L, 1L, 1L), (after.OverdueDeadlines - before.OverdueDeadlines, after.UndoneInboxRows - before.UndoneInboxRows, after.OpenSends - before.OpenSends));
        Assert.NotNull(after.OldestDeadline);
        Assert.NotNull(after.OldestInboxRow);
        Assert.NotNull(after.OldestReadySend);

        var row = (await Storage.Inbox.Undone(chat.Key, 1))[0].Id;
        for (var tries = 0; tries < 5; tries++) await Storage.Inbox.Failed(chat.Key, row, "x");
        var failed = await Storage.Sweeps.Backlog(Storage.Clock.GetUtcNow().AddHours(1));
        Assert.Equal((before.UndoneInboxRows, before.SetAsideInboxRows + 1), (failed.UndoneInboxRows, failed.SetAsideInboxRows));
    }

    [Fact]
    public async Task A_long_backlog_is_not_counted_to_its_end_and_its_oldest_is_known()
    {
        var chat = await Storage.NewChat();
        var since = Storage.Clock.GetUtcNow().AddDays(-2);
        await Storage.Inbox.Keep([
            .. Enumerable.Range(0, ISweepStore.MostUndoneCounted + 1).Reverse().Select(i => new InboxEvent(chat.Key, "message", $"long {i}", "", "f", new byte[1], since.AddSeconds(i)))]);

        var backlog = await Storage.Sweeps.Backlog(Storage.Clock.GetUtcNow());
        Assert.Equal((ISweepStore.MostUndoneCounted, since), (backlog.UndoneInboxRows, backlog.OldestInboxRow));
        for (var rows = await Storage.Inbox.Undone(chat.Key, 5_000); rows.Count > 0; rows = await Storage.Inbox.Undone(chat.Key, 5_000))
            await Storage.Inbox.Discard(chat.Key, [.. rows.Select(row => row.Id)]);
    }
}
