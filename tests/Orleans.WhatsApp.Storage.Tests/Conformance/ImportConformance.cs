using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Import;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class ImportConformance(StorageFixture fixture)
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task A_chat_comes_whole_with_the_times_it_had()
    {
        var chat = await NewChat(messages: 3);
        Assert.Equal(ChatFate.New, (await Put(chat)).Fate);

        var (tenant, id) = (chat.State.Key.Tenant, chat.State.Key.Chat);
        var row = (await Storage.Dashboard.Chat(tenant, id))!;
        Assert.Equal((3, Then, Then.AddHours(1), null), (row.MessageCount, row.CreatedAt, row.UpdatedAt, row.Session));
        var session = Assert.Single((await Storage.Dashboard.Sessions(tenant, id, new(1, 10))).Items);
        Assert.Equal((SessionStatus.Resolved, Then, Then.AddHours(2)), (session.Status, session.CreatedAt, session.UpdatedAt));
        Assert.Equal(["text 0", "text 1", "text 2"], (await Storage.Dashboard.Messages(tenant, id, new(1, 10))).Items.Select(message => message.Text));
        Assert.Equal((1, 3), ((await Storage.Dashboard.Counts(tenant)).TotalChats, (await Storage.Dashboard.Counts(tenant)).TotalMessages));
        var entry = Assert.Single((await Storage.Dashboard.Timeline(tenant, id, new(1, 10))).Items);
        Assert.Equal(("import", "Imported"), (entry.Rule, entry.Cause));
        Assert.Equal(1, (await Storage.Chats.Load(chat.State.Key))!.Version);
        Assert.Equal(id, await Storage.Channels.Alias(tenant, chat.State.Key.Channel, chat.State.ProviderChatId));
    }

    [Fact]
    public async Task What_is_there_already_is_told_and_not_written_again()
    {
        var chat = await NewChat(messages: 2);
        await Put(chat);

        var outcome = await Put(chat);

        Assert.Equal(ChatFate.WasThere, outcome.Fate);
        Assert.Equal(3, outcome.WereThere.Count);
        Assert.Equal(1, (await Storage.Chats.Load(chat.State.Key))!.Version);
        Assert.Equal(2, (await Storage.Dashboard.Counts(chat.State.Key.Tenant)).TotalMessages);
    }

    [Fact]
    public async Task What_is_not_kept_was_done_all_the_same()
    {
        var chat = await NewChat(messages: 2);
        Assert.Equal(ChatFate.New, (await Storage.Import.Put([chat], keep: false))[0].Fate);
        Assert.Null(await Storage.Chats.Load(chat.State.Key));
        Assert.Equal(0, (await Storage.Dashboard.Counts(chat.State.Key.Tenant)).TotalMessages);

        await Put(chat);
        var more = chat with { Messages = [.. chat.Messages, NewMessage(chat.State, 9)] };
        Assert.Equal(ChatFate.WasThere, (await Storage.Import.Put([more], keep: false))[0].Fate);
        Assert.Equal((1, 2), ((await Storage.Chats.Load(chat.State.Key))!.Version, (await Storage.Chats.Load(chat.State.Key))!.State.MessageCount));
    }

    [Fact]
    public async Task An_untouched_chat_takes_what_is_new_and_a_touched_one_does_not()
    {
        var chat = await NewChat(messages: 2);
        await Put(chat);
        var grown = chat.Sessions[0] with { Session = chat.Sessions[0].Session with { MessageCount = 3, ResolvedBy = ResolvedBy.Human } };
        var more = chat with { Sessions = [grown], Messages = [.. chat.Messages, NewMessage(chat.State, 9)] };
        var added = await Put(more);
        Assert.Equal((ChatFate.WasThere, 3), (added.Fate, added.WereThere.Count));
        var session = Assert.Single((await Storage.Dashboard.Sessions(chat.State.Key.Tenant, chat.State.Key.Chat, new(1, 10))).Items);
        Assert.Equal((3, ResolvedBy.Human), (session.MessageCount, session.ResolvedBy));
        Assert.Equal((2, 3), ((await Storage.Chats.Load(chat.State.Key))!.Version, (await Storage.Chats.Load(chat.State.Key))!.State.MessageCount));

        var stored = (await Storage.Chats.Load(chat.State.Key))!;
        await Storage.Chats.Commit(new ChatCommit(chat.State.Key, stored.Version, stored.State with { IsClosed = true }, [], [], []));
        var evenMore = await Put(more with { Messages = [.. more.Messages, NewMessage(chat.State, 10)] });
        Assert.Equal((ChatFate.MovedOn, 4), (evenMore.Fate, evenMore.WereThere.Count));
        Assert.Equal((3, 3, true), await Now(chat));
        Assert.Equal(3, (await Storage.Dashboard.Counts(chat.State.Key.Tenant)).TotalMessages);
    }

    [Fact]
    public async Task What_has_been_removed_since_does_not_come_back()
    {
        var chat = await NewChat(messages: 2);
        await Put(chat);
        await Storage.Database.Execute(new("delete from messages where tenant_id = @tenant and text = 'text 0'", ("tenant", chat.State.Key.Tenant.Value)));

        Assert.Equal((ChatFate.MovedOn, 2), ((await Put(chat)).Fate, (await Put(chat)).WereThere.Count));
        Assert.Equal(["text 1"], (await Storage.Dashboard.Messages(chat.State.Key.Tenant, chat.State.Key.Chat, new(1, 10))).Items.Select(message => message.Text));
    }

    [Fact]
    public async Task An_erased_chat_does_not_come_back()
    {
        var chat = await NewChat(messages: 2);
        await Put(chat);
        var stored = (await Storage.Chats.Load(chat.State.Key))!;
        var now = fixture.Clock.GetUtcNow();
        var erased = Chat.Erase(stored.State, null, now, now) with { Version = stored.Version + 1 };
        await Storage.Chats.Erase(new ChatErasure(chat.State.Key, stored.Version, stored.State, erased, Guid.NewGuid(), Guid.NewGuid(), now));

        var outcome = await Put(chat);

        Assert.Equal((ChatFate.Erased, true), (outcome.Fate, outcome.IsLeftAlone));
        Assert.Null(await Storage.Chats.Load(chat.State.Key));
        Assert.Empty((await Storage.Dashboard.Messages(chat.State.Key.Tenant, chat.State.Key.Chat, new(1, 10))).Items);
    }

    [Fact]
    public async Task A_chat_that_began_here_is_nobodys_import()
    {
        var chat = await NewChat(messages: 1);
        await Storage.Chats.Commit(new ChatCommit(chat.State.Key, 0, ChatState.New(chat.State.Key, chat.State.ProviderChatId), [], [], []));
        var outcome = await Put(chat);
        Assert.Equal((ChatFate.NotImported, true), (outcome.Fate, outcome.IsLeftAlone));
        Assert.Equal((1, 0, false), await Now(chat));
    }

    [Fact]
    public async Task A_message_whose_providers_id_is_another_chats_is_refused_and_not_counted()
    {
        var first = await NewChat(messages: 1);
        await Put(first);
        var key = first.State.Key with { Chat = ChatId.Of(first.State.Key.Channel, "second") };
        var state = ChatState.New(key, "second") with { MessageCount = 2 };
        var taken = NewMessage(state, 1) with { ProviderMessageId = first.Messages[0].ProviderMessageId };
        var second = new ImportedChat(state, Then, Then, [], [NewMessage(state, 0), taken]);

        var outcome = await Put(second);

        Assert.Equal([taken.Id.Value], outcome.Refused);
        Assert.Equal(1, (await Storage.Chats.Load(key))!.State.MessageCount);
        Assert.Equal(1, (await Storage.Dashboard.Chat(key.Tenant, key.Chat))!.MessageCount);
        Assert.Equal(2, (await Storage.Dashboard.Counts(key.Tenant)).TotalMessages);
    }

    [Fact]
    public async Task A_batch_that_a_silo_has_come_between_goes_one_by_one()
    {
        var (one, other) = (await NewChat(messages: 1), await NewChat(messages: 1));
        var store = new ImportStore(new OvertakenOnce(Storage.Database), fixture.Clock);
        Assert.Equal([ChatFate.New, ChatFate.New], (await store.Put([one, other], keep: true)).Select(outcome => outcome.Fate));
        Assert.Equal((1, 1, false), await Now(one));
        Assert.Equal((1, 1, false), await Now(other));
    }

    [Fact]
    public async Task A_chat_with_more_messages_than_go_out_at_once_comes_whole()
    {
        var chat = await NewChat(messages: 1_200);
        Assert.Equal(ChatFate.New, (await Put(chat)).Fate);
        Assert.Equal(1_200, (await Storage.Dashboard.Chat(chat.State.Key.Tenant, chat.State.Key.Chat))!.MessageCount);
        Assert.Equal(1_201, (await Put(chat)).WereThere.Count);
    }

    [Fact]
    public async Task A_tenant_comes_once_with_all_that_belongs_to_it()
    {
        var tenant = NewTenant();
        Assert.False((await Storage.Import.Put(tenant with { Settings = null }, keep: true)).IsThere);
        Assert.True((await Storage.Import.Put(tenant, keep: false)).IsNew);
        Assert.False(await Storage.Import.HasTenant(tenant.Id));

        var outcome = await Storage.Import.Put(tenant, keep: true);
        Assert.True(outcome is { IsThere: true, IsNew: true, AccountIsTaken: false, AgentsThatWereThere.Count: 0 });
        var settings = (await Storage.Tenants.Load(tenant.Id))!;
        Assert.Equal(("Old", false, TimeSpan.FromSeconds(240), "Robin"), (settings.Name, settings.IsActive, settings.GracePeriod, settings.UsableAgent!.Name));
        Assert.Equal(["reports", "whatsapp_agent"], settings.Features.ToArray());
        Assert.Equal([new ListedNumber("+90 555", "90555")], settings.Blacklist.ToArray());
        Assert.Equal([tenant.Settings!.Channel], await Storage.Channels.OfTenant(tenant.Id));

        await Storage.Tenants.SaveConfig(tenant.Id, new(null, TimeSpan.FromSeconds(60)));
        var second = new ImportedAgent(new(new(Guid.NewGuid()), "Second", "agent_2", true), Then);
        var again = await Storage.Import.Put(tenant with { Agents = [.. tenant.Agents, second] }, keep: true);
        Assert.True(again is { IsThere: true, IsNew: false, AgentsThatWereThere.Count: 1 });
        settings = (await Storage.Tenants.Load(tenant.Id))!;
        Assert.Equal((null, TimeSpan.FromSeconds(60), 2), (settings.AgentId, settings.GracePeriod, settings.Agents.Length));
    }

    [Fact]
    public async Task An_account_of_another_tenant_is_not_taken_from_it()
    {
        var (owner, ownersChannel) = await Storage.NewTenant();
        var account = (await Storage.Channels.Load(owner, ownersChannel))!.AccountId;
        var tenant = NewTenant();
        tenant = tenant with { Settings = tenant.Settings! with { Channel = tenant.Settings.Channel with { AccountId = account } } };

        Assert.True((await Storage.Import.Put(tenant, keep: true)).AccountIsTaken);

        Assert.Equal(tenant.Settings!.Channel with { AccountId = "", HasMigrated = true }, Assert.Single(await Storage.Channels.OfTenant(tenant.Id)));
        Assert.Equal(owner, (await Storage.Channels.Find("unipile", account))!.Tenant);
    }

    private async Task<ChatOutcome> Put(ImportedChat chat) => Assert.Single(await Storage.Import.Put([chat], keep: true));

    private async Task<(long Version, int Messages, bool IsClosed)> Now(ImportedChat chat)
    {
        var stored = (await Storage.Chats.Load(chat.State.Key))!;
        return (stored.Version, stored.State.MessageCount, stored.State.IsClosed);
    }

    private async Task<ImportedChat> NewChat(int messages)
    {
        var (tenant, channel) = await Storage.NewTenant();
        var key = new ChatKey(tenant, channel, ChatId.Of(channel, "first"));
        var state = ChatState.New(key, "first") with { MessageCount = messages, SessionsStarted = 1, LastMessageAt = Then };
        var session = new Session(new(Guid.NewGuid()), 1, Then, Then.AddMinutes(3)) { Status = SessionStatus.Resolved, ResolvedBy = ResolvedBy.Manual };
        return new(
            state, Then, Then.AddHours(1), [new(session, Then, Then.AddHours(2))],
            [.. Enumerable.Range(0, messages).Select(number => NewMessage(state, number) with { Session = session.Id })]);
    }

    private static ChatMessage NewMessage(ChatState chat, int number) => new(
        MessageId.OfProvider(chat.Key.Chat, $"{chat.ProviderChatId}-{number}"), null, Sender.Contact, "Ada", $"text {number}", Then.AddSeconds(number), DeliveryStatus.Received,
        $"{chat.ProviderChatId}-{number}");

    private static ImportedTenant NewTenant()
    {
        var id = new TenantId(Guid.NewGuid());
        var agent = new Agent(new(Guid.NewGuid()), "Robin", "agent_1", IsActive: true);
        var channel = new ChannelAccount(id, new(Guid.NewGuid()), "unipile", $"account-{id}", ChannelStatus.Disconnected, "+905550000000", null, HasMigrated: false);
        return new(
            id, new("Old", false, ["whatsapp_agent", "reports"], agent.Id, TimeSpan.FromSeconds(240), [new("+90 555", "90555")], channel, Then), [new(agent, Then)]);
    }

    /// <summary>The first write finds that somebody else was faster.</summary>
    private sealed class OvertakenOnce(IDatabase inner) : IDatabase
    {
        private bool _isDone;

        public Task<T> Write<T>(Func<ISqlSession, ValueTask<T>> work)
        {
            if (_isDone) return inner.Write(work);
            _isDone = true;
            return inner.Write<T>(async session =>
            {
                await work(session);
                throw new NothingChangedException();
            });
        }

        public Task<T> Read<T>(Func<ISqlSession, ValueTask<T>> work) => inner.Read(work);

        public Task<int> Execute(Statement statement) => inner.Execute(statement);

        public bool IsDuplicate(Exception exception) => inner.IsDuplicate(exception);

        public Task Scrub() => inner.Scrub();
    }
}
