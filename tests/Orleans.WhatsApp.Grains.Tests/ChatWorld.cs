using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.TestingHost;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Channels;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sqlite;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Grains;

/// <summary>The grains on a test cluster over the real SQLite store, with time that stands still until it is moved, a fake provider and a fake agent.</summary>
public sealed class ChatWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder;
    private readonly SqliteDatabase _database;
    private Action<ChatOptions> _options = _ => { };
    private int _events;

    private ChatWorld(string folder, SqliteDatabase database) => (_folder, _database, WhatsApp) = (folder, database, new FakeWhatsApp(Clock));

    public static readonly TenantId Tenant = new(Guid.Parse("11111111-1111-1111-1111-111111111111"));

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(180);

    public ManualClock Clock { get; } = new();

    public FakeWhatsApp WhatsApp { get; }

    public FakeAgents Agents { get; } = new();

    public FakeMedia Media { get; } = new();

    /// <summary>Read anew at each use.</summary>
    public LiveSendOptions LiveSend { get; } = new();

    public FaultyStore Store { get; private set; } = null!;

    public FaultyChannels Channels { get; private set; } = null!;

    /// <summary>What is not in memory yet of a tenant cannot be read.</summary>
    public bool TenantsAreAway { get; set; }

    /// <summary>The call to the tenants' store that is done, and of which nobody hears.</summary>
    public string? LosesAnswerTo { get; set; }

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IServiceProvider Services => Cluster.Silos[^1].ServiceProvider;

    public ChatKey Key { get; } = KeyOf("chat-1");

    public IChatGrain Chat => Cluster.Client.GetGrain<IChatGrain>(Key.ToString());

    public IChannelGrain Channel => Cluster.Client.GetGrain<IChannelGrain>(ChannelKey.Of(Tenant, "unipile").ToString());

    public ITenantGrain Settings => Cluster.Client.GetGrain<ITenantGrain>(Tenant.Value.ToString("N"));

    public static async Task<ChatWorld> Start(Action<ChatOptions>? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("orleans-whatsapp-grains-").FullName;
        var world = new ChatWorld(folder, SqliteDatabase.InFolder(folder)) { _options = options ?? (_ => { }) };
        await world.Deploy();
        await world.Services.GetRequiredService<ITenantStore>().Create(Tenant, "Test", world.Clock.GetUtcNow());
        var settings = world.Settings;
        await settings.SetFeatures([TenantSettings.WhatsAppAgentFeature]);
        var agent = await settings.SaveAgent(new AgentView(Guid.Empty, "Reception", "agent", true));
        Assert.Equal("", await settings.Configure(new ConfigChange(true, agent!.Id, Grace)));
        Assert.Equal("", (await world.Channel.Connect()).Error);
        return world;
    }

    public static ChatKey KeyOf(string providerChatId)
    {
        var channel = ChannelKey.Of(Tenant, "unipile").Channel;
        return new ChatKey(Tenant, channel, ChatId.Of(channel, providerChatId));
    }

    /// <summary>The process dies, and nothing of it gets a chance to tidy up.</summary>
    public async Task Kill()
    {
        await Cluster.KillSiloAsync(Cluster.Silos[0]);
        await Cluster.DisposeAsync();
    }

    /// <summary>Another process takes its place over the same database.</summary>
    public Task StartAgain() => Deploy();

    public Task ContactWrites(string text, string chat = "chat-1") => Arrives(new FakeEvent("contact", chat, $"in-{++_events}", text, Clock.GetUtcNow()));

    public Task PersonWritesOnThePhone(string text, string chat = "chat-1") => Arrives(new FakeEvent("own", chat, $"phone-{++_events}", text, Clock.GetUtcNow()));

    public async Task Arrives(FakeEvent told)
    {
        var key = KeyOf(told.Chat);
        await Keep(told);
        await Cluster.Client.GetGrain<IChatGrain>(key.ToString()).LookAgain();
    }

    /// <summary>It is in the inbox, and nobody has been told.</summary>
    public Task Keep(FakeEvent told) => Services.GetRequiredService<IInbox>().Keep(
        [new InboxEvent(KeyOf(told.Chat), "message", told.Id, "", "unipile.fake", FakeEvent.Body(told), Clock.GetUtcNow())]);

    public void Advance(TimeSpan by) => Clock.Advance(by);

    /// <summary>Lets time pass second by second, and in each whatever comes of it.</summary>
    public async Task Pass(TimeSpan time)
    {
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end;)
        {
            Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }
    }

    public async Task<ChatState> State(ChatKey? key = null) => (await Services.GetRequiredService<IChatStore>().Load(key ?? Key))?.State ?? throw new InvalidOperationException("No such chat.");

    public async Task<IReadOnlyList<MessageRow>> Messages() => (await Services.GetRequiredService<IDashboardQueries>().Messages(Tenant, Key.Chat, new(1, 200))).Items;

    public async Task<IReadOnlyList<SessionRow>> Sessions() => (await Services.GetRequiredService<IDashboardQueries>().Sessions(Tenant, Key.Chat, new(1, 200))).Items;

    public async Task<IReadOnlyList<TimelineEntry>> Timeline() => (await Services.GetRequiredService<IDashboardQueries>().Timeline(Tenant, Key.Chat, new(1, 200))).Items;

    /// <summary>Waits in real time for a fact; time in the grains stands still meanwhile.</summary>
    public async Task Until(string what, Func<Task<bool>> fact)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await fact())
        {
            if (DateTime.UtcNow > until) throw new TimeoutException($"Waited for {what}; the chat is {(await Services.GetRequiredService<IChatStore>().Load(Key))?.State}");
            await Task.Delay(10);
        }
    }

    /// <summary>Moves time a second at a time until the fact holds, slowly enough for a busy machine to keep up with it.</summary>
    public Task AdvanceUntil(string what, Func<Task<bool>> fact) => Until(what, async () =>
    {
        if (await fact()) return true;
        Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(100);
        return false;
    });

    public Task Until(string what, Func<bool> fact) => Until(what, () => Task.FromResult(fact()));

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Decorate<TPort, TFaulty>(IServiceCollection services, Func<TPort, TFaulty> decorate) where TPort : class where TFaulty : class, TPort
    {
        var real = services.Last(service => service.ServiceType == typeof(TPort));
        services.Remove(real);
        services.AddSingleton(provider => decorate((TPort)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        services.AddSingleton<TPort>(provider => provider.GetRequiredService<TFaulty>());
    }

    private async Task Deploy()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(FeedHint.Provider);
            var services = silo.Services;
            services.AddSqliteStorage(_database);
            services.AddSingleton(new SecretBox(new byte[32]));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            services.AddOptions<ChatOptions>().Configure(_options);
            services.AddSingleton<IOptionsMonitor<LiveSendOptions>>(new Said<LiveSendOptions>(LiveSend));
            services.AddSingleton<IChannel>(WhatsApp);
            services.AddGrainServices();
            services.AddSingleton<IMediaStore>(Media);
            services.AddSingleton<ITranscriber>(Media);
            services.AddSingleton<IAgentConnector>(Agents);
            Decorate<IChatStore, FaultyStore>(services, store => new FaultyStore(store));
            Decorate<IChannelStore, FaultyChannels>(services, store => new FaultyChannels(store));
            Decorate<ITenantStore, FaultyTenants>(services, store => new FaultyTenants(store, () => TenantsAreAway, () => LosesAnswerTo));
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
        await Services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        Store = Services.GetRequiredService<FaultyStore>();
        Channels = Services.GetRequiredService<FaultyChannels>();
        foreach (var shard in Enumerable.Range(0, ISweepStore.Shards))
            await Cluster.Client.GetGrain<ISweepGrain>(shard.ToString(System.Globalization.CultureInfo.InvariantCulture)).Start();
    }
}

/// <summary>Settings that a test changes as it goes.</summary>
internal sealed class Said<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
