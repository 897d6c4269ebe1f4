using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class DashboardConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task Chats_are_listed_and_counted_by_mode()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var now = Storage.Clock.GetUtcNow();
        var minute = 0;
        async Task<TestChat> Make(string name, Func<TestChat, TestChat> shape)
        {
            var chat = shape(Storage.NewChat(tenant, channel, name: name));
            chat.State = chat.State with { LastMessageAt = now.AddMinutes(++minute), MessageCount = minute };
            if (chat.State.Session is null) await chat.Commit();
            else await chat.Commit(chat.SaveSession());
            return chat;
        }

        var open = await Make("open", chat => chat);
        var closed = await Make("closed", chat => { chat.State = chat.State with { IsClosed = true }; return chat; });
        var waiting = await Make("waiting", chat => chat.WithSession());
        var person = await Make("person", chat => chat.WithSession(SessionStatus.Active, takenOverAt: now));
        var agent = await Make("agent", chat => chat.WithSession(SessionStatus.Active));

        async Task Expect(string? mode, params TestChat[] chats)
        {
            var page = await Storage.Dashboard.Chats(tenant, new ChatFilter(mode), new(1, 10));
            Assert.Equal(chats.Select(chat => chat.Key.Chat), page.Items.Select(row => row.Id));
            Assert.Equal(chats.Length, page.Total);
        }

        await Expect(null, agent, person, waiting, closed, open);
        await Expect("ai", agent, open);
        await Expect("human", person, waiting);
        await Expect("closed", closed);
        Assert.Equal(new ChatCounts(5, 1, 2, 1, 1, 15), await Storage.Dashboard.Counts(tenant));

        person.State = person.State with { Session = null, IsClosed = true };
        await person.Commit();
        await Storage.Upkeep.Tidy(now, now.AddDays(-30));
        waiting.State = waiting.State with { Session = waiting.State.Session! with { Status = SessionStatus.Active }, MessageCount = 10 };
        await waiting.Commit(waiting.SaveSession());

        await Expect("ai", agent, waiting, open);
        await Expect("closed", person, closed);
        Assert.Equal(new ChatCounts(5, 2, 0, 2, 0, 22), await Storage.Dashboard.Counts(tenant));
    }

    [Fact]
    public async Task Folding_counters_while_chats_commit_loses_and_doubles_nothing()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var chats = Enumerable.Range(0, 10).Select(i => Storage.NewChat(tenant, channel, name: $"fold-{i}")).ToArray();

        var folding = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++) await Storage.Upkeep.Tidy(Storage.Clock.GetUtcNow(), DateTimeOffset.UnixEpoch);
        })));
        await Task.WhenAll(chats.Select(chat => Task.Run(async () =>
        {
            for (var i = 1; i <= 10; i++)
            {
                chat.State = chat.State with { MessageCount = i };
                await chat.Commit();
            }
        })));
        await folding;

        Assert.Equal((10L, 100L), ((await Storage.Dashboard.Counts(tenant)).TotalChats, (await Storage.Dashboard.Counts(tenant)).TotalMessages));
    }

    [Fact]
    public async Task A_chat_row_carries_what_the_dashboard_shows()
    {
        var chat = (await Storage.NewChat()).WithSession(SessionStatus.Active, takenOverAt: Storage.Clock.GetUtcNow());
        var user = new UserId(Guid.NewGuid());
        chat.State = chat.State with
        {
            Epoch = 3,
            Attention = Attention.AgentSilent,
            LastMessagePreview = "see you",
            MessageCount = 4,
            Session = chat.State.Session! with { TakenOverBy = user, TakenOverByName = "Ann", ConversationId = "conv_1", MessageCount = 2 },
        };
        await chat.Commit(chat.SaveSession());

        var row = (await Storage.Dashboard.Chat(chat.Key.Tenant, chat.Key.Chat))!;
        Assert.Equal(("Ada", "+905551112233", 3L, "agent_silent", "see you", 4), (row.ContactName, row.ContactPhone, row.Epoch, row.Attention, row.LastMessagePreview, row.MessageCount));
        Assert.Equal((chat.Key.Channel, chat.State.ProviderChatId, false), (row.Channel, row.ProviderChatId, row.IsClosed));
        Assert.Equal((SessionStatus.Active, user, "conv_1", 2), (row.Session!.Status, row.Session.TakenOverBy, row.Session.ConversationId, row.Session.MessageCount));
        Assert.Equal(chat.State.Session!.GraceEndsAt, row.Session.GraceDeadline);
    }

    [Fact]
    public async Task Messages_come_in_pages_from_the_newest_each_page_oldest_first()
    {
        var chat = await Storage.NewChat();
        var at = Storage.Clock.GetUtcNow();
        // Two and two share a time: the order of storing decides then.
        await chat.Commit([.. Enumerable.Range(1, 7).Select(i => new ChatEffect.StoreMessage(chat.NewMessage($"{i}", at: at.AddSeconds(i / 2))))]);

        async Task Expect(int page, params string[] texts)
        {
            var found = await Storage.Dashboard.Messages(chat.Key.Tenant, chat.Key.Chat, new(page, 3));
            Assert.Equal(texts, found.Items.Select(message => message.Text));
            Assert.Equal(7, found.Total);
        }

        await Expect(1, "5", "6", "7");
        await Expect(2, "2", "3", "4");
        await Expect(3, "1");
        await Expect(4);
    }

    [Fact]
    public async Task Chats_come_in_pages_without_gaps_or_repetitions()
    {
        var (tenant, channel) = await Storage.NewTenant();
        for (var i = 0; i < 7; i++)
        {
            var chat = Storage.NewChat(tenant, channel, name: $"page-{i}");
            if (i > 1) chat.State = chat.State with { LastMessageAt = Storage.Clock.GetUtcNow().AddMinutes(i / 2) };
            await chat.Commit();
        }

        var pages = new List<ChatId>();
        for (var page = 1; page <= 3; page++)
        {
            var found = await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(page, 3));
            Assert.Equal(7, found.Total);
            pages.AddRange(found.Items.Select(row => row.Id));
        }

        Assert.Equal(7, pages.Distinct().Count());
    }

    [Fact]
    public async Task Sessions_come_newest_first_and_keep_how_they_ended()
    {
        var chat = (await Storage.NewChat()).WithSession();
        var first = chat.State.Session!;
        await chat.Commit(chat.SaveSession());
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await chat.WithSession().Commit(
            new ChatEffect.SaveSession(first with { Status = SessionStatus.Resolved, ResolvedBy = ResolvedBy.Human, ResolvedAt = Storage.Clock.GetUtcNow() }), chat.SaveSession());

        var sessions = await Storage.Dashboard.Sessions(chat.Key.Tenant, chat.Key.Chat, new(1, 10));
        Assert.Equal([chat.State.Session!.Id, first.Id], sessions.Items.Select(session => session.Id));
        Assert.Equal(2, sessions.Total);
        Assert.Equal((SessionStatus.Resolved, ResolvedBy.Human, Storage.Clock.GetUtcNow()), (sessions.Items[1].Status, sessions.Items[1].ResolvedBy, sessions.Items[1].ResolvedAt));
        Assert.Equal(first.Id, Assert.Single((await Storage.Dashboard.Sessions(chat.Key.Tenant, chat.Key.Chat, new(2, 1))).Items).Id);
    }

    [Fact]
    public async Task A_hidden_chat_stands_in_no_list_and_counts_for_nothing()
    {
        var chat = (await Storage.NewChat()).WithSession();
        var tenant = chat.Key.Tenant;
        chat.State = chat.State with { MessageCount = 1 };
        await chat.Commit(chat.SaveSession(), new ChatEffect.StoreMessage(chat.NewMessage(at: Storage.Clock.GetUtcNow())));
        Assert.Equal(new ChatCounts(1, 0, 1, 0, 1, 1), await Storage.Dashboard.Counts(tenant));

        chat.State = chat.State with { IsHidden = true, Session = null };
        await chat.Commit();
        var none = await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 10));
        Assert.Equal((0, 0L), (none.Items.Count, none.Total));
        Assert.Equal(new ChatCounts(0, 0, 0, 0, 0, 0), await Storage.Dashboard.Counts(tenant));
        Assert.True((await Storage.Dashboard.Chat(tenant, chat.Key.Chat))!.IsHidden);

        fixture.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await Storage.Retention.RemoveSome(tenant, Storage.Clock.GetUtcNow().AddDays(-1), 10) > 0);
        Assert.Equal(new ChatCounts(0, 0, 0, 0, 0, 0), await Storage.Dashboard.Counts(tenant));

        chat.State = chat.State with { IsHidden = false };
        await chat.Commit();
        Assert.False((await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 10))).Items.Single().IsHidden);
        Assert.Equal(new ChatCounts(1, 0, 0, 0, 0, 0), await Storage.Dashboard.Counts(tenant));

        chat.State = chat.State with { IsHidden = true };
        await chat.Commit();
        await chat.Erase();
        Assert.Equal(new ChatCounts(0, 0, 0, 0, 0, 0), await Storage.Dashboard.Counts(tenant));
    }

    [Fact]
    public async Task The_timeline_is_read_back_line_by_line()
    {
        var chat = (await Storage.NewChat()).WithSession();
        var lines = Enumerable.Range(1, 5).Select(i => new TimelineEntry(
            Storage.Clock.GetUtcNow(), $"G{i}", "ContactWrote", Phase.Idle, Phase.AgentAsked, i, i % 2 == 0 ? null : chat.State.Session!.Id, "actor", "detail")
        {
            Policy = i % 2 == 0 ? new PolicyThen(180, true, false, true, false) : null,
        }).ToArray();
        foreach (var line in lines) await chat.Write(line);

        Assert.Equal(lines[2..], (await Storage.Dashboard.Timeline(chat.Key.Tenant, chat.Key.Chat, new(1, 3))).Items);
        Assert.Equal(lines[..2], (await Storage.Dashboard.Timeline(chat.Key.Tenant, chat.Key.Chat, new(2, 3))).Items);
    }
}
