using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>
/// The rows of the first version, in the tables of this one: a silo of the version before still writes such rows while this one reads them. A migration that
/// takes or renames a column, or adds one that must be filled, fails here; a word or a document that this version no longer understands as well.
/// </summary>
public abstract class SampleRowsConformance(StorageFixture fixture) : IAsyncLifetime
{
    private static readonly TenantId Tenant = new(new Guid("7e000000-0000-0000-0000-000000000001"));
    private static readonly ChannelId Channel = new(new Guid("c4000000-0000-0000-0000-000000000001"));
    private static readonly ChatKey Key = new(Tenant, Channel, new(new Guid("ca000000-0000-0000-0000-000000000001")));
    private static readonly AgentId Robin = new(new Guid("a6000000-0000-0000-0000-000000000001"));
    private static readonly UserId Ann = new(new Guid("a0000000-0000-0000-0000-000000000001"));
    private static readonly SessionId Session = new(new Guid("5e000000-0000-0000-0000-000000000002"));

    private TestStorage Storage => fixture.Storage;

    public async Task InitializeAsync()
    {
        if (await Storage.Tenants.Load(Tenant) is null) await SampleRows.Insert(Storage.Database, "rows-v1.json");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_tenant_with_its_agents_and_blacklist()
    {
        var settings = (await Storage.Tenants.Load(Tenant))!;

        Assert.Equal(("Acme", true, Robin, TimeSpan.FromMinutes(4), true), (settings.Name, settings.IsActive, settings.AgentId, settings.GracePeriod, settings.HasWhatsAppAgent));
        Assert.Equal(new Agent(Robin, "Robin", "agent_1", true), Assert.Single(settings.Agents));
        Assert.Equal(new ListedNumber("+55 11 9 8765-4321", "551187654321"), Assert.Single(settings.Blacklist));
        // Stored as it was folded then: folded otherwise now, the number would no longer be found.
        Assert.Equal("551187654321", PhoneKey.Of("+55 11 9 8765-4321"));
    }

    [Fact]
    public async Task A_user_and_the_tokens()
    {
        Assert.Equal(
            new User(Ann, Tenant, "ann@acme.example", "Ann", Role.Manager, "the hash", true, At("2026-03-01T08:03:00Z")), await Storage.Users.ByEmail("Ann@acme.example"));
        Assert.Equal(RefreshUse.Accepted, (await Storage.Users.UseRefreshToken("fresh", At("2026-03-02T12:00:00Z"))).Use);
        Assert.Equal(RefreshUse.Reused, (await Storage.Users.UseRefreshToken("ended", At("2026-03-02T12:00:00Z"))).Use);
    }

    [Fact]
    public async Task A_channel_and_an_alias_of_a_chat()
    {
        Assert.Equal(
            new ChannelAccount(Tenant, Channel, "unipile", "account-1", ChannelStatus.Ok, "+905550000000", At("2026-03-01T08:04:00Z"), HasMigrated: true),
            await Storage.Channels.Find("unipile", "account-1"));
        Assert.Equal(Key.Chat, await Storage.Channels.Alias(Tenant, Channel, "chat-1-as-it-is-called-now"));
        Assert.Equal(Key.Chat, await Storage.Channels.ChatWith(Tenant, Channel, "", PhoneKey.Of("+49 151 12345678")));
    }

    [Fact]
    public async Task A_chat_with_its_open_sends_of_which_the_ready_one_can_be_claimed()
    {
        var chat = (await Storage.Chats.Load(Key))!;

        Assert.Equal((7, 12, "Carla"), (chat.Version, chat.State.Epoch, chat.State.Contact.Name));
        Assert.Equal([SendStatus.Ready, SendStatus.Claimed, SendStatus.Unknown, SendStatus.AcceptedUnnamed], chat.OpenOutbox.Select(send => send.Status));
        Assert.Equal(("another life", At("2026-03-02T12:06:30Z")), (chat.OpenOutbox[1].ClaimedBy, chat.OpenOutbox[1].ClaimedAt));
        Assert.Equal(Key, Assert.Single(await Storage.Sweeps.ChatsWithReadySends(NameBasedId.Shard(Key.Chat.Value, 16), At("2026-03-02T12:08:00Z"), At("2026-03-02T12:08:00Z"), 10)));

        var claim = await Storage.Chats.Claim(Key, chat.OpenOutbox[0].Intent, Storage.Incarnation.Current, Storage.Clock.GetUtcNow());
        Assert.IsType<ClaimResult.Claimed>(claim);
    }

    [Fact]
    public async Task A_chats_line_in_the_list()
    {
        var chat = (await Storage.Dashboard.Chat(Tenant, Key.Chat))!;

        Assert.Equal(("chat-1", "+4915112345678", false, 12, "send_unclear"), (chat.ProviderChatId, chat.ContactPhone, chat.IsClosed, chat.Epoch, chat.Attention));
        Assert.Equal((Session, SessionStatus.Active, Ann), (chat.Session!.Id, chat.Session.Status, chat.Session.TakenOverBy));
        Assert.Equal(Key, Assert.Single(await Storage.Sweeps.DueChats(NameBasedId.Shard(Key.Chat.Value, 16), At("2026-03-02T12:35:00Z"), 10)).Chat);
        var counts = await Storage.Dashboard.Counts(Tenant);
        Assert.Equal((11, 3, 3, 5, 0, 103), (counts.TotalChats, counts.AiChats, counts.HumanChats, counts.ClosedChats, counts.WaitingChats, counts.TotalMessages));
    }

    [Fact]
    public async Task Sessions_and_the_timeline()
    {
        var sessions = (await Storage.Dashboard.Sessions(Tenant, Key.Chat, new(1, 10))).Items;
        Assert.Equal([(SessionStatus.Active, null), (SessionStatus.Resolved, ResolvedBy.AiTimeout)], sessions.Select(session => (session.Status, session.ResolvedBy)));
        Assert.Equal(("conv-1", At("2026-03-02T12:04:00Z"), null), (sessions[0].ConversationId, sessions[0].GraceDeadline, sessions[0].ResolvedAt));

        Assert.Equal(
            new TimelineEntry(At("2026-03-02T12:04:30Z"), "O1", "OperatorTookOver", Phase.AgentAsked, Phase.Person, 12, Session, Ann.ToString(), "a detail"),
            (await Storage.Dashboard.Timeline(Tenant, Key.Chat, new(1, 10))).Items[0]);
    }

    [Fact]
    public async Task Messages_with_their_attachments_and_reactions()
    {
        var messages = (await Storage.Dashboard.Messages(Tenant, Key.Chat, new(1, 10))).Items;

        Assert.Equal([(Sender.Contact, DeliveryStatus.Received, "hello"), (Sender.Human, DeliveryStatus.Read, "good day")], messages.Select(message => (message.Sender, message.Status, message.Text)));
        Assert.Equal([(true, true, false), (false, false, true)], messages.Select(message => (message.IsLate, message.IsEdited, message.IsDeleted)));
        Assert.Equal("""[{"id":"a1","kind":"audio","mimeType":"audio/ogg","fileName":"note.ogg","size":2048,"isVoiceNote":true}]""", messages[0].AttachmentsJson);
        Assert.Contains("905550000000@s.whatsapp.net", messages[0].ReactionsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_that_wait_for_their_message()
    {
        var chat = Storage.NewChat(new(new Guid("7e000000-0000-0000-0000-000000000002")), Channel);
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("as it was", "m9", Sender.Ai)));

        var message = Assert.Single(await chat.Messages());
        Assert.Equal(("as edited before it came", DeliveryStatus.Read, true, true), (message.Text, message.Status, message.IsEdited, message.IsDeleted));
    }

    [Fact]
    public async Task Events_that_are_not_decided_yet()
    {
        var undone = Assert.Single(await Storage.Inbox.Undone(Key, 10));
        Assert.Equal(("reaction", "m1", "0123456789abcdef", "unipile.webhook", 2), (undone.Event.Kind, undone.Event.ProviderMessageId, undone.Event.ContentHash, undone.Event.Format, undone.Failures));
        Assert.Equal("""{"event":"message_reaction"}""", Encoding.UTF8.GetString(undone.Event.Body.Span));

        var unlinked = Assert.Single(await Storage.Inbox.Unlinked("unipile", "account-7", 10));
        Assert.Equal(("unipile.webhook", """{"event":"message_received"}"""), (unlinked.Format, Encoding.UTF8.GetString(unlinked.Body.Span)));
    }

    [Fact]
    public async Task A_reminder_and_a_grains_state()
    {
        var reminder = (await Storage.Reminders.Read("embedded", "sweep/3", "keep-alive"))!;
        Assert.Equal((At("2026-03-02T12:01:00Z"), TimeSpan.FromMinutes(1)), (reminder.StartAt, reminder.Period));
        Assert.Equal("""{"Sent":1}""", Encoding.UTF8.GetString((await Storage.GrainState.Read("pace/1", "pace"))!.Payload.Span));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
