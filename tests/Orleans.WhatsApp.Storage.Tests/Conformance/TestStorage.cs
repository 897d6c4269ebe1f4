using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Feed;
using Orleans.WhatsApp.Storage.GrainState;
using Orleans.WhatsApp.Storage.Import;
using Orleans.WhatsApp.Storage.Privacy;
using Orleans.WhatsApp.Storage.Reminders;
using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Tenants;
using Orleans.WhatsApp.Storage.Upkeep;
using Orleans.WhatsApp.Storage.Uploads;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>The ports of one opened storage, and short ways to fill it.</summary>
public sealed class TestStorage(ServiceProvider provider, ManualClock clock) : IAsyncDisposable
{
    private int _counter;

    public ManualClock Clock => clock;
    public IInbox Inbox => provider.GetRequiredService<IInbox>();
    public IChatStore Chats => provider.GetRequiredService<IChatStore>();
    public ISweepStore Sweeps => provider.GetRequiredService<ISweepStore>();
    public IIncarnation Incarnation => provider.GetRequiredService<IIncarnation>();
    public ITenantStore Tenants => provider.GetRequiredService<ITenantStore>();
    public IChannelStore Channels => provider.GetRequiredService<IChannelStore>();
    public IUserStore Users => provider.GetRequiredService<IUserStore>();
    public IUserRegister Register => provider.GetRequiredService<IUserRegister>();
    public IPasswordStore Passwords => provider.GetRequiredService<IPasswordStore>();
    public ISignInFailures SignInFailures => provider.GetRequiredService<ISignInFailures>();
    public ITenantRegister TenantRegister => provider.GetRequiredService<ITenantRegister>();
    public IAuditTrail Audit => provider.GetRequiredService<IAuditTrail>();
    public IDashboardQueries Dashboard => provider.GetRequiredService<IDashboardQueries>();
    public IReminderRows Reminders => provider.GetRequiredService<IReminderRows>();
    public IGrainStateRows GrainState => provider.GetRequiredService<IGrainStateRows>();
    public IFeedStore Feed => provider.GetRequiredService<IFeedStore>();
    public IFeedTickets Tickets => provider.GetRequiredService<IFeedTickets>();
    public IContactRecords Contacts => provider.GetRequiredService<IContactRecords>();
    public IErasureLog Erasures => provider.GetRequiredService<IErasureLog>();
    public IRetentionStore Retention => provider.GetRequiredService<IRetentionStore>();
    public IImportStore Import => provider.GetRequiredService<IImportStore>();
    public IUploadRows Uploads => provider.GetRequiredService<IUploadRows>();
    internal IDatabase Database => provider.GetRequiredService<IDatabase>();
    public IMeterFactory Meters => provider.GetRequiredService<IMeterFactory>();
    public IStorageUpkeep Upkeep => provider.GetRequiredService<IStorageUpkeep>();

    public static readonly AgentId Agent = new(Guid.Parse("a6e27000-0000-0000-0000-000000000001"));

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    /// <summary>A tenant with the feature, an active agent and a connected channel.</summary>
    public async Task<(TenantId Tenant, ChannelId Channel)> NewTenant()
    {
        var (tenant, channel) = (new TenantId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        await Tenants.Create(tenant, "Acme", clock.GetUtcNow());
        await Tenants.SetFeatures(tenant, [TenantSettings.WhatsAppAgentFeature]);
        await Tenants.SaveAgent(tenant, new Agent(Agent, "Robin", "agent_1", IsActive: true), clock.GetUtcNow());
        await Tenants.SaveConfig(tenant, new(Agent, TimeSpan.FromMinutes(3)));
        await Channels.Save(new ChannelAccount(tenant, channel, "unipile", $"account-{channel.Value:N}", ChannelStatus.Ok, "+905550000000", clock.GetUtcNow(), HasMigrated: false));
        return (tenant, channel);
    }

    public async Task<TestChat> NewChat(string phone = "+905551112233")
    {
        var (tenant, channel) = await NewTenant();
        return NewChat(tenant, channel, phone);
    }

    public TestChat NewChat(TenantId tenant, ChannelId channel, string phone = "+905551112233", string? name = null)
    {
        var providerChatId = name ?? $"chat-{Interlocked.Increment(ref _counter)}";
        var key = new ChatKey(tenant, channel, ChatId.Of(channel, providerChatId));
        return new TestChat(this, new ChatState(key, providerChatId, new Contact("Ada", phone, $"{phone.TrimStart('+')}@s.whatsapp.net")));
    }
}

/// <summary>A chat as its grain would hold it: state, version, and commits on them.</summary>
public sealed class TestChat(TestStorage storage, ChatState state)
{
    private int _messages;

    public TestStorage Storage => storage;
    public ChatKey Key => State.Key;
    public ChatState State { get; set; } = state;
    public long Version { get; set; }

    public Task Commit(params ChatEffect[] effects) => Commit([], effects);

    public async Task Commit(long[] inboxDone, params ChatEffect[] effects) =>
        Version = await storage.Chats.Commit(new ChatCommit(Key, Version, State, effects, inboxDone, []));

    public async Task Write(TimelineEntry entry) => Version = await storage.Chats.Commit(new ChatCommit(Key, Version, State, [], [], [entry]));

    public ChatMessage NewMessage(string text = "hello", string? providerId = null, Sender sender = Sender.Contact, DateTimeOffset? at = null) => new(
        providerId is null ? new MessageId(Guid.NewGuid()) : MessageId.OfProvider(Key.Chat, providerId),
        State.Session?.Id,
        sender,
        "Ada",
        text,
        at ?? storage.Clock.GetUtcNow() + TimeSpan.FromSeconds(++_messages),
        sender == Sender.Contact ? DeliveryStatus.Received : DeliveryStatus.Queued,
        providerId);

    /// <summary>Commits a ready send with its message.</summary>
    public async Task<OpenSend> Queue(Sender speaker = Sender.Ai, string text = "hi", DateTimeOffset? notBefore = null)
    {
        var intent = IntentId.Of(Key.Chat, State.IntentsMade + 1);
        var send = new OpenSend(intent, MessageId.OfIntent(intent), State.Session?.Id, speaker, text, State.Epoch) { NotBefore = notBefore };
        State = State with { IntentsMade = State.IntentsMade + 1, Sends = State.Sends.Add(send), MessageCount = State.MessageCount + 1 };
        var message = NewMessage(text, sender: speaker) with { Id = send.Message, Intent = intent, ViaChannel = true };
        await Commit(new ChatEffect.StoreMessage(message), new ChatEffect.QueueSend(send));
        return send;
    }

    /// <summary>As its grain would do it.</summary>
    public async Task<ErasedRows> Erase(Guid? request = null, Guid? by = null)
    {
        var now = storage.Clock.GetUtcNow();
        var erased = Chat.Erase(State, null, now, now) with { Version = Version + 1 };
        return await storage.Chats.Erase(new ChatErasure(Key, Version, State, erased, request ?? Guid.NewGuid(), by ?? Guid.NewGuid(), now));
    }

    public Task<ClaimResult> Claim(OpenSend send) => storage.Chats.Claim(Key, send.Intent, storage.Incarnation.Current, storage.Clock.GetUtcNow());

    public TestChat WithSession(SessionStatus status = SessionStatus.Waiting, DateTimeOffset? takenOverAt = null)
    {
        var now = storage.Clock.GetUtcNow();
        var number = State.SessionsStarted + 1;
        State = State with
        {
            SessionsStarted = number,
            Session = new Session(SessionId.Of(Key.Chat, number), number, now, now + TimeSpan.FromMinutes(3)) { Status = status, TakenOverAt = takenOverAt, FirstMessageAt = now },
        };
        return this;
    }

    public ChatEffect SaveSession() => new ChatEffect.SaveSession(State.Session!);

    public async Task<ImmutableArray<MessageRow>> Messages() => [.. (await storage.Dashboard.Messages(Key.Tenant, Key.Chat, new(1, 100))).Items];
}
