using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Storage.Feed;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class FeedConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private IFeedStore Feed => fixture.Storage.Feed;

    [Fact]
    public async Task A_commit_is_an_event_once_it_is_numbered()
    {
        var chat = (await Started()).WithSession();
        var before = chat.State;
        chat.State = before with { Epoch = 3, Attention = Attention.NoAgent };
        await Storage.Chats.Commit(new ChatCommit(chat.Key, 0, chat.State, [new ChatEffect.StoreMessage(chat.NewMessage()), chat.SaveSession()], [], []) { Before = before });

        Assert.Empty(await Feed.After(chat.Key.Tenant, 0, 10));
        Assert.Equal(1, await Feed.Number(chat.Key.Tenant));

        var told = Assert.Single(await Feed.After(chat.Key.Tenant, 0, 10));
        Assert.Equal((1, FeedKind.Chat, chat.Key.Chat.Value, "human", "waiting", 3), (told.Number, told.Kind, told.Subject, told.Mode, told.Status, told.Epoch));
        Assert.Equal(["new", "message", "session", "attention"], told.What);
        Assert.Equal(Storage.Clock.GetUtcNow(), told.At);
    }

    [Fact]
    public async Task A_commit_that_nobody_could_see_and_one_that_failed_are_no_events()
    {
        var chat = await Started();
        await chat.Commit();
        chat.State = chat.State with { SeenIds = ["m1"] };
        await chat.Commit();
        chat.Version = 7;
        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage())));

        Assert.Equal(1, await Feed.Number(chat.Key.Tenant));
    }

    [Fact]
    public async Task A_file_that_has_come_is_an_event_though_nobody_wrote()
    {
        var chat = await Started();
        var message = chat.NewMessage();
        await chat.Commit(new ChatEffect.StoreMessage(message));
        await Feed.Number(chat.Key.Tenant);
        var since = await Feed.Last(chat.Key.Tenant);

        await chat.Commit(new ChatEffect.SaveMedia(message.Id, [new Attachment("recording", "audio")], "What was said in it"));
        await Feed.Number(chat.Key.Tenant);

        Assert.Equal(["status"], Assert.Single(await Feed.After(chat.Key.Tenant, since, 10)).What);
    }

    [Fact]
    public async Task A_chat_that_is_hidden_or_shown_again_is_an_event_though_nothing_else_changed()
    {
        var chat = await Started();
        await chat.Commit();
        await Feed.Number(chat.Key.Tenant);
        var since = await Feed.Last(chat.Key.Tenant);

        foreach (var isHidden in (bool[])[true, false])
        {
            var before = chat.State;
            chat.State = before with { IsHidden = isHidden };
            chat.Version = await Storage.Chats.Commit(new ChatCommit(chat.Key, chat.Version, chat.State, [], [], []) { Before = before });
        }

        await Feed.Number(chat.Key.Tenant);
        Assert.Equal(["hidden", "hidden"], (await Feed.After(chat.Key.Tenant, since, 10)).SelectMany(told => told.What));
    }

    [Fact]
    public async Task Settings_and_connections_are_events_too()
    {
        var (tenant, channel) = await Storage.NewTenant();
        await Feed.Number(tenant);
        var since = await Feed.Last(tenant);
        await Storage.Tenants.AddToBlacklist(tenant, "+905551112233", "5551112233", Storage.Clock.GetUtcNow());
        Assert.False(await Storage.Tenants.DeleteAgent(tenant, new AgentId(Guid.NewGuid())));
        Assert.True(await Storage.Tenants.DeleteAgent(tenant, TestStorage.Agent));
        await Storage.Channels.Save((await Storage.Channels.Load(tenant, channel))! with { Status = ChannelStatus.NeedsReconnect });
        await Feed.Number(tenant);

        Assert.Equal(
            ["Settings blacklist ", "Settings agents ", "Connection  needs_reconnect"],
            (await Feed.After(tenant, since, 10)).Select(told => $"{told.Kind} {string.Join(',', told.What)} {told.Status}"));
    }

    [Fact]
    public async Task Commits_and_two_who_number_at_once_leave_no_gap_no_repetition_and_each_chats_order()
    {
        const int Chats = 20;
        const int Commits = 15;
        var (tenant, channel) = await Storage.NewTenant();
        await Feed.Number(tenant);
        var since = await Feed.Last(tenant);
        var chats = Enumerable.Range(0, Chats).Select(i => Storage.NewChat(tenant, channel, name: $"feed-{i}")).ToArray();
        using var end = new CancellationTokenSource();
        var numbering = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) await Feed.Number(tenant);
        })).ToArray();

        await Task.WhenAll(chats.Select(chat => Task.Run(async () =>
        {
            for (var i = 1; i <= Commits; i++)
            {
                chat.State = chat.State with { Epoch = i };
                await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage()));
            }
        })));
        await end.CancelAsync();
        await Task.WhenAll(numbering);
        await Feed.Number(tenant);

        var told = await Feed.After(tenant, since, 1_000);
        Assert.Equal(Enumerable.Range(1, Chats * Commits).Select(i => since + i), told.Select(one => one.Number));
        Assert.All(told.GroupBy(one => one.Subject), chat => Assert.Equal(Enumerable.Range(1, Commits).Select(i => (long)i), chat.Select(one => one.Epoch)));
        Assert.DoesNotContain(tenant, await Feed.TenantsWithChanges(Storage.Clock.GetUtcNow(), 1_000));
    }

    [Fact]
    public async Task An_event_that_can_be_read_has_none_before_it_that_appears_later()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var chats = Enumerable.Range(0, 12).Select(i => Storage.NewChat(tenant, channel, name: $"late-{i}")).ToArray();
        var writing = Task.WhenAll(chats.Select(chat => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++) await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage()));
        })));

        var seen = 0L;
        while (!writing.IsCompleted || seen < await Feed.Last(tenant))
        {
            await Feed.Number(tenant);
            foreach (var told in await Feed.After(tenant, seen, 7)) Assert.Equal(++seen, told.Number);
        }

        await writing;
    }

    [Fact]
    public async Task More_changes_than_go_into_one_step_are_numbered_all_the_same()
    {
        var (tenant, _) = await Storage.NewTenant();
        await Task.WhenAll(Enumerable.Range(0, 1_100).Select(_ => Storage.Tenants.SetActive(tenant, true)));
        Assert.True(await Feed.Number(tenant) >= 1_100);
    }

    [Fact]
    public async Task Events_are_read_in_pages_and_by_their_own_tenant_only()
    {
        var ((one, _), (other, _)) = (await Storage.NewTenant(), await Storage.NewTenant());
        for (var i = 0; i < 5; i++) await Storage.Tenants.SetActive(one, true);
        Assert.Contains(one, await Feed.TenantsWithChanges(Storage.Clock.GetUtcNow(), 1_000));
        Assert.DoesNotContain(one, await Feed.TenantsWithChanges(Storage.Clock.GetUtcNow() - TimeSpan.FromSeconds(1), 1_000));
        var last = await Feed.Number(one);

        var first = await Feed.After(one, last - 5, 3);
        var rest = await Feed.After(one, first[^1].Number, 3);
        Assert.Equal([last - 4, last - 3, last - 2], first.Select(told => told.Number));
        Assert.Equal([last - 1, last], rest.Select(told => told.Number));
        Assert.Equal(0, await Feed.Last(other));
        Assert.Empty(await Feed.After(other, 0, 10));
    }

    [Fact]
    public async Task Old_events_go_and_the_numbers_go_on()
    {
        var (tenant, _) = await Storage.NewTenant();
        var last = await Feed.Number(tenant);
        var now = Storage.Clock.GetUtcNow();
        await Storage.Upkeep.Tidy(now + TimeSpan.FromDays(6), now);
        Assert.Equal(last, (await Feed.After(tenant, 0, 100)).Count);

        await Storage.Upkeep.Tidy(now + TimeSpan.FromDays(8), now);
        Assert.Empty(await Feed.After(tenant, 0, 100));
        Assert.Equal(last, await Feed.Last(tenant));

        await Storage.Tenants.SetActive(tenant, false);
        Assert.Equal(last + 1, await Feed.Number(tenant));
        Assert.Equal(last + 1, Assert.Single(await Feed.After(tenant, 0, 100)).Number);
    }

    /// <summary>As <see cref="SampleRowsConformance"/>, for the feed.</summary>
    [Fact]
    public async Task Rows_of_the_first_version_are_numbered_on_and_read()
    {
        var tenant = new TenantId(new Guid("7e000000-0000-0000-0000-00000000feed"));
        await SampleRows.Insert(Storage.Database, "feed-rows-v1.json");
        Assert.Equal(9, await Feed.Number(tenant));
        Assert.Equal(
            ["7 Chat ca000000-0000-0000-0000-000000000001 new,message,session human waiting 1", "8 Settings  config   0", "9 Connection c4000000-0000-0000-0000-000000000001   needs_reconnect 0"],
            (await Feed.After(tenant, 6, 10)).Select(told => $"{told.Number} {told.Kind} {told.Subject} {string.Join(',', told.What)} {told.Mode} {told.Status} {told.Epoch}"));
    }

    [Fact]
    public async Task A_ticket_is_taken_once_and_only_in_its_time()
    {
        var now = Storage.Clock.GetUtcNow();
        var ticket = new FeedTicket(new UserId(Guid.NewGuid()), now + TimeSpan.FromMinutes(9), now + TimeSpan.FromSeconds(30));
        var (taken, late) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
        await Storage.Tickets.Save(taken, ticket);
        await Storage.Tickets.Save(late, ticket);

        var takers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Storage.Tickets.Take(taken, now))));
        Assert.Equal(ticket, Assert.Single(takers, taker => taker is not null));
        Assert.Null(await Storage.Tickets.Take(late, now + TimeSpan.FromSeconds(30)));
        Assert.Null(await Storage.Tickets.Take("nobody's", now));
    }

    /// <summary>A chat of a tenant about whom nothing has been told yet.</summary>
    private Task<TestChat> Started() => Task.FromResult(Storage.NewChat(new TenantId(Guid.NewGuid()), new ChannelId(Guid.NewGuid())));
}
