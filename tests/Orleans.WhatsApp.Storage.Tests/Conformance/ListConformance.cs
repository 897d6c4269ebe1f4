using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>Filters of the chat list, and pages that begin behind a cursor.</summary>
public abstract class ListConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task A_walk_by_cursor_gives_each_chat_once_in_order_while_others_get_messages()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var now = Storage.Clock.GetUtcNow();
        var chats = new List<TestChat>();
        // Two never had a message, and three and three share a time.
        for (var i = 0; i < 11; i++) chats.Add(await Chat(tenant, channel, $"walk-{i}", i < 2 ? null : now.AddMinutes(i / 3)));
        var expected = (await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 20))).Items.Select(row => row.Id).ToArray();

        var walked = new List<ChatId>();
        ListCursor? cursor = null;
        do
        {
            var page = await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 3, cursor));
            walked.AddRange(page.Items.Select(row => row.Id));
            // One that was seen moves to the front, and one that nobody has seen comes in there.
            var seen = chats.First(chat => chat.Key.Chat == walked[0]);
            seen.State = seen.State with { LastMessageAt = now.AddHours(1) };
            await seen.Commit();
            await Chat(tenant, channel, $"new-{walked.Count}", now.AddHours(2));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(expected, walked);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5), InlineData(6)]
    public async Task Where_a_page_ends_does_not_matter(int limit)
    {
        var (tenant, channel) = await Storage.NewTenant();
        for (var i = 0; i < 5; i++) await Chat(tenant, channel, $"end-{i}", i == 0 ? null : Storage.Clock.GetUtcNow().AddMinutes(i));

        var walked = await Walk(cursor => Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, limit, cursor)));

        Assert.Equal((await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 20))).Items.Select(row => row.Id), walked.Select(row => row.Id));
        Assert.Null((await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 5))).Next);
    }

    [Fact]
    public async Task Chats_are_found_by_mode_and_by_whether_they_need_attention()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var now = Storage.Clock.GetUtcNow();
        async Task<ChatId> Make(string name, int minute, Attention? attention, Func<TestChat, TestChat> shape)
        {
            var chat = shape(Storage.NewChat(tenant, channel, name: name));
            chat.State = chat.State with { LastMessageAt = now.AddMinutes(minute), Attention = attention };
            await chat.Commit(chat.State.Session is null ? [] : [chat.SaveSession()]);
            return chat.Key.Chat;
        }

        var open = await Make("f-open", 1, null, chat => chat);
        var silent = await Make("f-silent", 2, Attention.AgentSilent, chat => chat.WithSession(SessionStatus.Active));
        var waiting = await Make("f-waiting", 3, null, chat => chat.WithSession());
        var unanswered = await Make("f-unanswered", 4, Attention.Unanswered, chat => chat.WithSession());
        var person = await Make("f-person", 5, Attention.SendFailed, chat => chat.WithSession(SessionStatus.Active, takenOverAt: now));

        async Task Expect(ChatFilter filter, params ChatId[] chats)
        {
            var page = await Storage.Dashboard.Chats(tenant, filter, new(1, 10));
            Assert.Equal(chats, page.Items.Select(row => row.Id));
            Assert.Equal(chats.Length, page.Total);
            Assert.Equal(chats, (await Walk(cursor => Storage.Dashboard.Chats(tenant, filter, new(1, 1, cursor)))).Select(row => row.Id));
        }

        await Expect(ChatFilter.All, person, unanswered, waiting, silent, open);
        await Expect(new(NeedsAttention: true), person, unanswered, silent);
        await Expect(new(NeedsAttention: false), waiting, open);
        await Expect(new("waiting"), unanswered, waiting);
        await Expect(new("waiting", NeedsAttention: true), unanswered);
        await Expect(new("human"), person, unanswered, waiting);
        await Expect(new("human", NeedsAttention: true), person, unanswered);
        await Expect(new("human", NeedsAttention: false), waiting);
        await Expect(new("ai", NeedsAttention: true), silent);
        await Expect(new("closed", NeedsAttention: true));
        await Expect(new("closed"));
    }

    [Fact]
    public async Task Messages_walk_back_by_cursor_while_new_ones_arrive()
    {
        var chat = await Storage.NewChat();
        var at = Storage.Clock.GetUtcNow();
        await chat.Commit([.. Enumerable.Range(1, 8).Select(i => new ChatEffect.StoreMessage(chat.NewMessage($"{i}", at: at.AddSeconds(i / 3))))]);

        var walked = new List<string>();
        ListCursor? cursor = null;
        do
        {
            var page = await Storage.Dashboard.Messages(chat.Key.Tenant, chat.Key.Chat, new(1, 3, cursor));
            walked.InsertRange(0, page.Items.Select(message => message.Text));
            await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("newer", at: at.AddHours(1))));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], walked);
    }

    [Fact]
    public async Task Many_messages_are_counted_by_the_chats_own_count()
    {
        var chat = await Storage.NewChat();
        var most = IDashboardQueries.MostMessagesCounted;
        chat.State = chat.State with { MessageCount = most + 500 };
        await chat.Commit([.. Enumerable.Range(1, most - 1).Select(i => new ChatEffect.StoreMessage(chat.NewMessage($"{i}")))]);
        Assert.Equal(most - 1, (await Storage.Dashboard.Messages(chat.Key.Tenant, chat.Key.Chat, new(1, 1))).Total);

        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("one more")));
        Assert.Equal(most + 500, (await Storage.Dashboard.Messages(chat.Key.Tenant, chat.Key.Chat, new(1, 1))).Total);
    }

    [Fact]
    public async Task Sessions_and_the_timeline_walk_by_cursor()
    {
        var chat = await Storage.NewChat();
        for (var i = 0; i < 5; i++)
        {
            // Two and two begin at one time.
            if (i % 2 == 0) fixture.Clock.Advance(TimeSpan.FromMinutes(1));
            await chat.WithSession().Commit(chat.SaveSession());
            await chat.Write(new TimelineEntry(Storage.Clock.GetUtcNow(), $"G{i}", "ContactWrote", Phase.Idle, Phase.Grace, i, chat.State.Session!.Id));
        }

        var sessions = await Walk(cursor => Storage.Dashboard.Sessions(chat.Key.Tenant, chat.Key.Chat, new(1, 2, cursor)));
        Assert.Equal(Enumerable.Range(1, 5).Reverse().Select(number => SessionId.Of(chat.Key.Chat, number)), sessions.Select(session => session.Id));

        var rules = new List<string>();
        ListCursor? cursor = null;
        do
        {
            var page = await Storage.Dashboard.Timeline(chat.Key.Tenant, chat.Key.Chat, new(1, 2, cursor));
            Assert.Equal(5, page.Total);
            rules.InsertRange(0, page.Items.Select(line => line.Rule));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(["G0", "G1", "G2", "G3", "G4"], rules);
    }

    [Fact]
    public async Task Live_sessions_are_walked_from_the_longest_on_and_only_the_tenants_own()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (other, otherChannel) = await Storage.NewTenant();
        var started = new List<ChatId>();
        for (var i = 0; i < 7; i++)
        {
            var chat = Storage.NewChat(tenant, channel, name: $"live-{i}");
            // Two and two begin at once; every third chat has no session.
            if (i % 3 > 0) started.Add(chat.WithSession().Key.Chat);
            await chat.Commit();
            if (i % 2 > 0) fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Storage.NewChat(other, otherChannel, name: "live-of-another").WithSession().Commit();

        var walked = await Walk(cursor => Storage.Dashboard.LiveSessions(tenant, new(1, 2, cursor)));

        Assert.Equal(started.OrderBy(id => id.Value), walked.Select(chat => chat.Key.Chat).OrderBy(id => id.Value));
        Assert.Equal(walked.Select(chat => chat.Session!.StartedAt).Order(), walked.Select(chat => chat.Session!.StartedAt));
        Assert.Equal(started.Count, (await Storage.Dashboard.LiveSessions(tenant, new(1, 2))).Total);
    }

    private async Task<TestChat> Chat(TenantId tenant, ChannelId channel, string name, DateTimeOffset? lastMessageAt)
    {
        var chat = Storage.NewChat(tenant, channel, name: name);
        chat.State = chat.State with { LastMessageAt = lastMessageAt };
        await chat.Commit();
        return chat;
    }

    /// <summary>Every cursor is read back from its text, as the gateway gets it.</summary>
    private static async Task<List<T>> Walk<T>(Func<ListCursor?, Task<Page<T>>> read)
    {
        var walked = new List<T>();
        ListCursor? cursor = null;
        do
        {
            var page = await read(cursor);
            walked.AddRange(page.Items);
            cursor = page.Next is { } next ? ListCursor.Read(next.ToString(), next.Kind) : null;
            Assert.Equal(page.Next, cursor);
        }
        while (cursor is not null && walked.Count < 100);

        return walked;
    }
}
