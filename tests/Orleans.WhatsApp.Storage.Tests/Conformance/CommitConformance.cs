using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class CommitConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task A_chat_never_seen_is_null_and_a_committed_one_is_what_was_committed()
    {
        var chat = (await Storage.NewChat()).WithSession();
        Assert.Null(await Storage.Chats.Load(chat.Key));

        chat.State = chat.State with { Epoch = 7, LastMessageAt = Storage.Clock.GetUtcNow(), LastMessagePreview = "hello", Attention = Attention.NoAgent, SeenIds = ["m1"] };
        await chat.Commit(chat.SaveSession());

        var stored = await Storage.Chats.Load(chat.Key);
        Assert.NotNull(stored);
        Assert.Equal(1, stored.Version);
        Assert.Equal(ChatStateJson.Write(chat.State), ChatStateJson.Write(stored.State));
    }

    [Fact]
    public async Task Each_commit_raises_the_version_by_one()
    {
        var chat = await Storage.NewChat();
        for (var version = 1; version <= 3; version++)
        {
            await chat.Commit();
            Assert.Equal(version, chat.Version);
            Assert.Equal(version, (await Storage.Chats.Load(chat.Key))!.Version);
        }
    }

    [Fact]
    public async Task Commits_at_once_are_each_done_or_not_whatever_becomes_of_the_others()
    {
        var chats = new List<TestChat>();
        for (var number = 0; number < 60; number++)
        {
            var chat = (await Storage.NewChat()).WithSession();
            if (number % 3 > 0) await chat.Commit(chat.SaveSession());
            // A third is new, a third moves on, and a third was overtaken.
            if (number % 3 == 2) chat.Version--;
            chats.Add(chat);
        }

        var done = await Task.WhenAll(chats.Select(async (chat, number) =>
        {
            chat.State = chat.State with { Epoch = number + 1, MessageCount = 1 };
            return await Record.ExceptionAsync(() => chat.Commit(chat.SaveSession(), new ChatEffect.StoreMessage(chat.NewMessage(providerId: $"at-once-{number}"))));
        }));

        for (var number = 0; number < chats.Count; number++)
        {
            var isOvertaken = number % 3 == 2;
            Assert.Equal(isOvertaken, done[number] is ChatMovedOnException);
            Assert.Equal(isOvertaken ? 0 : 1, (await chats[number].Messages()).Length);
            Assert.Equal(isOvertaken ? 0 : number + 1, (await Storage.Chats.Load(chats[number].Key))!.State.Epoch);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_commit_on_another_version_writes_nothing(long expected)
    {
        var chat = await Storage.NewChat();
        await chat.Commit();
        await chat.Commit();
        await Storage.Inbox.Keep([new InboxEvent(chat.Key, "message", "m1", "", "f", Encoding.UTF8.GetBytes("{}"), Storage.Clock.GetUtcNow())]);
        var row = Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
        var before = await Storage.Dashboard.Counts(chat.Key.Tenant);

        chat.Version = expected;
        chat.State = chat.State with { Epoch = 99, MessageCount = 5 };
        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Commit([row.Id], new ChatEffect.StoreMessage(chat.NewMessage(providerId: "m1"))));

        var stored = (await Storage.Chats.Load(chat.Key))!;
        Assert.Equal((2L, 0L), (stored.Version, stored.State.Epoch));
        Assert.Empty(await chat.Messages());
        Assert.Single(await Storage.Inbox.Undone(chat.Key, 10));
        Assert.Equal(before, await Storage.Dashboard.Counts(chat.Key.Tenant));
    }

    [Fact]
    public async Task Of_two_commits_at_once_exactly_one_gets_through()
    {
        for (var round = 0; round < 40; round++)
        {
            var chat = await Storage.NewChat();
            if (round % 2 == 1) await chat.Commit();
            var version = chat.Version;

            var outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(writer => Task.Run(async () =>
            {
                var message = new ChatEffect.StoreMessage(chat.NewMessage($"by {writer}"));
                var send = new OpenSend(IntentId.Of(chat.Key.Chat, 1), new MessageId(Guid.NewGuid()), null, Sender.Human, "same intent", 0);
                try
                {
                    await Storage.Chats.Commit(new ChatCommit(chat.Key, version, chat.State with { Epoch = writer }, [message, new ChatEffect.QueueSend(send)], [], []));
                    return writer;
                }
                catch (ChatMovedOnException)
                {
                    return 0;
                }
            })));

            var winner = Assert.Single(outcomes, writer => writer > 0);
            var stored = (await Storage.Chats.Load(chat.Key))!;
            Assert.Equal((version + 1, (long)winner), (stored.Version, stored.State.Epoch));
            Assert.Equal($"by {winner}", Assert.Single(await chat.Messages()).Text);
            Assert.Single(stored.OpenOutbox);
        }
    }

    [Fact]
    public async Task Many_chats_committing_at_once_do_not_disturb_each_other()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var chats = Enumerable.Range(0, 60).Select(i => Storage.NewChat(tenant, channel, name: $"many-{i}")).ToArray();

        await Task.WhenAll(chats.Select(chat => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                chat.State = chat.State with { MessageCount = i + 1 };
                await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage(providerId: $"{chat.Key.Chat}-{i}")));
            }
        })));

        var counts = await Storage.Dashboard.Counts(tenant);
        Assert.Equal((60L, 300L), (counts.TotalChats, counts.TotalMessages));
    }

    [Fact]
    public async Task A_failing_statement_takes_the_whole_decision_back_and_only_that()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (bad, good) = (Storage.NewChat(tenant, channel), Storage.NewChat(tenant, channel));
        var broken = new TimelineEntry(Storage.Clock.GetUtcNow(), null!, "ContactWrote", Phase.Idle, Phase.Grace, 0, null);

        var other = Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await Storage.NewChat(tenant, channel, name: $"other-{i}").Commit()));
        var failed = Storage.Chats.Commit(new ChatCommit(bad.Key, 0, bad.State, [new ChatEffect.StoreMessage(bad.NewMessage())], [], [broken]));
        var fine = good.Commit();

        var cause = await Record.ExceptionAsync(() => failed);
        await fine;
        await other;

        Assert.NotNull(cause);
        Assert.IsNotType<ChatMovedOnException>(cause);
        Assert.Null(await Storage.Chats.Load(bad.Key));
        Assert.Empty(await bad.Messages());
        Assert.NotNull(await Storage.Chats.Load(good.Key));
    }

    [Fact]
    public async Task A_message_with_a_known_provider_id_is_stored_once()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("first", "m1")));
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("again", "m1") with { Id = new MessageId(Guid.NewGuid()) }));

        Assert.Equal("first", Assert.Single(await chat.Messages()).Text);
        Assert.True(await Storage.Chats.HasMessage(chat.Key, "m1"));
        Assert.False(await Storage.Chats.HasMessage(chat.Key, "m2"));
    }

    [Fact]
    public async Task Odd_text_is_stored_and_read_back()
    {
        var chat = await Storage.NewChat();
        chat.State = chat.State with { LastMessagePreview = "nul \0 and half \uD83D" };

        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("nul \0, half \uD83D, whole \U0001F600, \u202Eturned", "m1") with
        {
            Attachments = [new Attachment("a1", "img", "image/png", "nul\0.png", 12)],
        }));

        var message = Assert.Single(await chat.Messages());
        Assert.Equal("nul \uFFFD, half \uFFFD, whole \U0001F600, \u202Eturned", message.Text);
        Assert.Contains("image/png", message.AttachmentsJson, StringComparison.Ordinal);
        Assert.NotNull(await Storage.Chats.Load(chat.Key));
    }

    [Fact]
    public async Task The_context_holds_the_sessions_last_messages_oldest_first_without_those_named()
    {
        var chat = (await Storage.NewChat()).WithSession();
        var other = chat.NewMessage("another session") with { Session = SessionId.Of(chat.Key.Chat, 99) };
        var messages = Enumerable.Range(1, 6).Select(i => chat.NewMessage($"text {i}")).ToArray();
        var failed = chat.NewMessage("failed", sender: Sender.Ai) with { Status = DeliveryStatus.Failed };
        await chat.Commit([chat.SaveSession(), new ChatEffect.StoreMessage(other), .. messages.Select(message => new ChatEffect.StoreMessage(message)), new ChatEffect.StoreMessage(failed)]);

        var context = await Storage.Chats.Context(chat.Key, chat.State.Session!.Id, [messages[5].Id, messages[3].Id], 3);

        Assert.Equal(["text 2", "text 3", "text 5"], context.Select(message => message.Text));
    }
}
