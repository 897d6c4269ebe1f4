using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Media;
using Orleans.WhatsApp.Silo.Dashboard;
using Orleans.WhatsApp.Silo.Demo;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Silo.OpenApi;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Webhooks;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo;

/// <summary>
/// The whole process over a test server: the real front door, gateway, grains and SQLite; a fake provider and agent; time that stands
/// still.
/// </summary>
public sealed class Stage : IAsyncLifetime, IAsyncDisposable
{
    public const string Account = "account-1";
    public const string Password = "correct horse";
    public const string AdminEmail = "admin@example.com";
    public static readonly TenantId OtherTenant = new(Guid.Parse("22222222-2222-2222-2222-222222222222"));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-whatsapp-silo-").FullName;
    private int _events;
    private WebApplication _app = null!;
    private SimulatedWorld? _world;

    public ManualClock Clock { get; } = new();

    public FakeChannel Channel { get; } = new();

    public FakeAgents Agents { get; } = new();

    /// <summary>Set before the start.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Bootstrap:AdminEmail"] = AdminEmail,
        ["Bootstrap:AdminPassword"] = Password,
        ["Chat:MessageBuffer"] = "00:00:00",
    };

    /// <summary>Set before the start: with the routes of a demo, whose provider is not this stage's.</summary>
    public bool IsDemo { get; set; }

    public SimulatedWorld World => _world!;

    public string Folder => _folder;

    /// <summary>Where a build of the dashboard would be; there is none unless a test puts one there before the start.</summary>
    public string DashboardFolder => Path.Combine(_folder, "dashboard");

    public WebApplication App => _app;

    public IServiceProvider Services => _app.Services;

    public BrokenAudit Audit => Services.GetRequiredService<BrokenAudit>();

    public BrokenInbox Inbox => Services.GetRequiredService<BrokenInbox>();

    public HttpClient Anyone { get; private set; } = null!;

    public HttpClient Admin => As(_admin);

    public HttpClient Manager => As(_manager);

    public HttpClient Member => As(_member);

    /// <summary>An admin of another tenant.</summary>
    public HttpClient Stranger => As(_stranger);

    public Guid AdminId => _admin.Id.Value;

    private User _admin = null!;
    private User _manager = null!;
    private User _member = null!;
    private User _stranger = null!;

    public async Task InitializeAsync()
    {
        await Start();
        _manager = await AddUser("manager@example.com", Bootstrap.FirstTenant, Role.Manager);
        _member = await AddUser("member@example.com", Bootstrap.FirstTenant, Role.Member);
        await Services.GetRequiredService<ITenantStore>().Create(OtherTenant, "other", Clock.GetUtcNow());
        await Tenant(OtherTenant).SetFeatures([TenantSettings.WhatsAppAgentFeature]);
        _stranger = await AddUser("stranger@example.com", OtherTenant, Role.Admin);
        (await Post(Admin, "/api/whatsapp/connect")).Ok();
        await NumberFeeds();
    }

    /// <summary>The process with its first admin, without anybody else and without a number.</summary>
    public static async Task<Stage> Bare(params (string Name, string Value)[] settings)
    {
        var stage = Set(settings);
        await stage.Start();
        return stage;
    }

    /// <summary>Complete, with these settings.</summary>
    public static async Task<Stage> With(params (string Name, string Value)[] settings)
    {
        var stage = Set(settings);
        await stage.InitializeAsync();
        return stage;
    }

    private static Stage Set((string Name, string Value)[] settings)
    {
        var stage = new Stage();
        foreach (var (name, value) in settings) stage.Settings[name] = value;
        return stage;
    }

    private async Task Start()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration["Storage:Path"] = _folder;
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.AddStorage().AddGrains().AddFrontDoor();
        builder.Services.AddSingleton<IChannel>(Channel).AddMetaCloud(builder.Configuration).AddWappi(builder.Configuration);
        builder.Services.AddSingleton<IAgentConnector>(Agents);
        builder.Services.AddMedia(builder.Configuration);
        builder.Services.AddSignIn(builder.Configuration).AddRest().AddHealth().AddApiDescription();
        builder.Services.AddOptions<Orleans.WhatsApp.Channels.Unipile.UnipileOptions>().Configure(unipile => unipile.BaseUrl = "https://unipile.example").Bind(builder.Configuration.GetSection("Unipile"));
        Breakable<IInbox, BrokenInbox>(builder.Services, inbox => new(inbox));
        Breakable<IAuditTrail, BrokenAudit>(builder.Services, trail => new(trail));
        if (IsDemo) builder.Services.AddSingleton(_world = await SimulatedWorld.Start()).AddDemoPanel();

        _app = builder.Build();
        Services.BeginCounting();
        await Services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        await Services.GetRequiredService<Bootstrap>().Run(TextWriter.Null);
        _app.UseFrontDoor();
        _app.UseDashboard(DashboardFolder);
        _app.UseSignIn();
        _app.MapWebhooks();
        _app.MapSignIn();
        _app.MapRest();
        _app.MapHealth();
        _app.MapApiDescription();
        _app.MapDemo();
        _app.MapGet("/broken", string () => throw new InvalidOperationException("a secret detail")).ExcludeFromDescription();
        await _app.StartAsync();
        Anyone = _app.GetTestClient();
        _admin = (await Services.GetRequiredService<IUserStore>().ByEmail(AdminEmail))!;
        await NumberFeeds();
    }

    /// <summary>So that no test's stream is told of how all this came to be.</summary>
    private async Task NumberFeeds()
    {
        foreach (var tenant in (TenantId[])[Bootstrap.FirstTenant, OtherTenant]) await Services.GetRequiredService<IFeedStore>().Number(tenant);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_folder)) return;
        await _app.DisposeAsync();
        if (_world is { } world) await world.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ITenantGrain Tenant(TenantId tenant) => Services.GetRequiredService<IGrainFactory>().Tenant(tenant);

    public ChatId ChatId(string providerChatId) => Chats.ChatId.Of(ChannelKey.Of(Bootstrap.FirstTenant, "unipile").Channel, providerChatId);

    public async Task<User> AddUser(string email, TenantId tenant, Role role, bool isActive = true, bool isPlatformAdmin = false)
    {
        var hash = Services.GetRequiredService<IPasswordHasher<User>>().HashPassword(null!, Password);
        var user = new User(new(NameBasedId.Make(tenant.Value, email)), tenant, email, $"The {role}", role, hash, isActive,
            Clock.GetUtcNow()) { IsPlatformAdmin = isPlatformAdmin };
        Assert.True(await Services.GetRequiredService<IUserStore>().Create(user));
        return user;
    }

    /// <summary>With a token of now, whatever became of the user since it was added.</summary>
    public async Task<HttpClient> As(string email) => As((await Services.GetRequiredService<IUserStore>().ByEmail(email))!);

    public HttpClient As(User user) => WithToken(Services.GetRequiredService<AccessTokens>().Make(user));

    public HttpClient WithToken(string token)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<Answer> Get(HttpClient client, string path) => Answer.Of(client.GetAsync(path));

    public Task<Answer> Post(HttpClient client, string path, object? body = null) =>
        Answer.Of(body is null ? client.PostAsync(path, null) : client.PostAsJsonAsync(path, body));

    public Task<Answer> Put(HttpClient client, string path, object body) => Answer.Of(client.PutAsJsonAsync(path, body));

    public Task<Answer> Delete(HttpClient client, string path) => Answer.Of(client.DeleteAsync(path));

    public Task<Answer> Webhook(FakeBody body) => Post(Anyone, "/webhooks/unipile", body);

    public string NextId() => (++_events).ToString(CultureInfo.InvariantCulture);

    public FakeBody FromContact(string chat, string text = "Hello", string account = Account) =>
        new("contact", account, chat, $"in-{NextId()}", text, "+905551112233");

    /// <summary>A contact writes for the first time; the chat waits for people. Returns the API's path of it.</summary>
    public async Task<string> NewChat(string text = "Hello")
    {
        var chat = $"chat-{NextId()}";
        (await Webhook(FromContact(chat, text))).Ok();
        var path = $"/api/whatsapp/chats/{ChatId(chat)}";
        await Until("the new chat", async () => (await Get(Member, path)).Status == System.Net.HttpStatusCode.OK);
        return path;
    }

    public async Task<string> ChatHeldByAdmin(string text = "Hello")
    {
        var chat = await NewChat(text);
        (await Post(Admin, $"{chat}/takeover")).Ok();
        return chat;
    }

    /// <summary>An agent that may answer.</summary>
    public async Task<Guid> UseAgent()
    {
        var agent = (await Post(Admin, "/api/agents", new { name = "Reception", elevenlabs_agent_id = $"agent_{NextId()}" }))
            .Ok(System.Net.HttpStatusCode.Created);
        var id = agent.GetProperty("_id").GetGuid();
        (await Put(Admin, "/api/whatsapp/config", new { agent_id = id })).Ok();
        return id;
    }

    public async Task UseNoAgent() => (await Put(Admin, "/api/whatsapp/config", new { agent_id = (Guid?)null })).Ok();

    public async Task<JsonElement> UntilChat(string path, string what, Func<JsonElement, bool> fact)
    {
        JsonElement chat = default;
        await Until(what, async () => fact(chat = (await Get(Member, path)).Ok()));
        return chat;
    }

    public static async Task Until(string what, Func<Task<bool>> fact)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await fact())
        {
            if (DateTime.UtcNow > until) throw new TimeoutException($"Waited for {what}.");
            await Task.Delay(10);
        }
    }

    private static void Breakable<TPort, TBroken>(IServiceCollection services, Func<TPort, TBroken> around) where TPort : class where TBroken : class, TPort
    {
        var real = services.Last(service => service.ServiceType == typeof(TPort));
        services.Remove(real);
        services.AddSingleton(provider => around((TPort)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        services.AddSingleton<TPort>(provider => provider.GetRequiredService<TBroken>());
    }
}

/// <summary>The real inbox, until it is told to fail or to hang.</summary>
public sealed class BrokenInbox(IInbox inner) : IInbox
{
    /// <summary>Asked before each write.</summary>
    public Func<Task> BeforeKeep { get; set; } = () => Task.CompletedTask;

    public async Task Keep(IReadOnlyList<InboxEvent> events)
    {
        await BeforeKeep();
        await inner.Keep(events);
    }

    public Task<IReadOnlyList<InboxRow>> Undone(ChatKey chat, int limit) => inner.Undone(chat, limit);

    public Task<bool> Failed(ChatKey chat, long rowId, string error) => inner.Failed(chat, rowId, error);

    public Task Discard(ChatKey chat, IReadOnlyList<long> rowIds) => inner.Discard(chat, rowIds);

    public async Task<bool> KeepUnlinked(string provider, string accountId, string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        await BeforeKeep();
        return await inner.KeepUnlinked(provider, accountId, format, body, receivedAt);
    }

    public Task<IReadOnlyList<UnlinkedEvent>> Unlinked(string provider, string accountId, int limit) =>
        inner.Unlinked(provider, accountId, limit);

    public Task ForgetUnlinked(IReadOnlyList<long> ids) => inner.ForgetUnlinked(ids);

    public Task<int> DropUnlinked(DateTimeOffset receivedBefore) => inner.DropUnlinked(receivedBefore);
}

/// <summary>The real trail, until it is told to fail.</summary>
public sealed class BrokenAudit(IAuditTrail inner) : IAuditTrail
{
    /// <summary>Asked before each entry is begun.</summary>
    public Func<Task> BeforeBegin { get; set; } = () => Task.CompletedTask;

    /// <summary>Asked before each entry is ended.</summary>
    public Func<Task> BeforeEnd { get; set; } = () => Task.CompletedTask;

    public async Task Begin(AuditEntry entry)
    {
        await BeforeBegin();
        await inner.Begin(entry);
    }

    public async Task End(Guid entry, AuditEnd end)
    {
        await BeforeEnd();
        await inner.End(entry, end);
    }

    public Task<Page<AuditRow>> Of(TenantId tenant, AuditFilter filter, PageAt at) => inner.Of(tenant, filter, at);

    public Task<Page<AuditRow>> OfPlatform(AuditFilter filter, PageAt at) => inner.OfPlatform(filter, at);

    public Task<IReadOnlyList<AuditRow>> Next(TenantId tenant, AuditFilter filter, ListCursor? after, int limit) => inner.Next(tenant, filter, after, limit);

    public Task<int> DropBefore(DateTimeOffset at) => inner.DropBefore(at);
}
