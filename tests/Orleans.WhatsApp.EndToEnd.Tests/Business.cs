using System.Text.Json;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>A business on a fresh installation: the outside world, the silo, one linked number with an agent, and a signed-in admin.</summary>
public sealed class Business : IAsyncDisposable
{
    private const string AdminEmail = "owner@example.com";
    private const string AdminPassword = "correct horse battery staple";
    private const string Postgres = "ConnectionStrings__Postgres";
    private const string SigningKey = "a signing key for tests, of more than thirty-two bytes";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly SiloBuild Build = SiloBuild.Of(typeof(Business).Assembly);
    private readonly string _folder;
    private readonly string? _database;

    private readonly IReadOnlyDictionary<string, string> _settings;

    private Business(SimulatedWorld world, SiloProcess silo, HttpClient http, string folder, string? database, IReadOnlyDictionary<string, string> settings) =>
        (World, Silo, Http, _folder, _database, _settings) = (world, silo, http, folder, database, settings);

    public SimulatedWorld World { get; }

    public SiloProcess Silo { get; }

    /// <summary>Signed in as the admin.</summary>
    public HttpClient Http { get; }

    public SimulatedAccount Account { get; private set; } = null!;

    /// <param name="graceSeconds">The grace period; the installation's minimum is lowered to one second.</param>
    /// <param name="launcher">A command that becomes the silo's process.</param>
    public static async Task<Business> Open(
        int graceSeconds = 2, IReadOnlyDictionary<string, string>? settings = null, Func<SimulatedWorldOptions, SimulatedWorldOptions>? outside = null, bool linked = true,
        IReadOnlyList<string>? launcher = null)
    {
        var url = SiloProcess.FreeUrl();
        var options = new SimulatedWorldOptions { WebhookUrl = new Uri(url, "/webhooks/unipile"), WebhookAttempts = 50, WebhookRetryDelay = TimeSpan.FromMilliseconds(20), ScanAfter = TimeSpan.Zero, Patience = Patience };
        var world = await SimulatedWorld.Start(outside?.Invoke(options) ?? options);
        var folder = Directory.CreateTempSubdirectory("orleans-whatsapp-").FullName;
        var environment = new Dictionary<string, string>
        {
            ["Storage__Path"] = folder,
            ["Unipile__BaseUrl"] = world.Url.ToString(),
            ["Unipile__ApiKey"] = world.Options.UnipileApiKey,
            ["ElevenLabs__BaseUrl"] = world.Url.ToString(),
            ["ElevenLabs__ApiKey"] = world.Options.ElevenLabsApiKey,
            ["Bootstrap__AdminEmail"] = AdminEmail,
            ["Bootstrap__AdminPassword"] = AdminPassword,
            ["Chat__MinGracePeriod"] = "00:00:01",
            ["Chat__MessageBuffer"] = "00:00:01",
            ["Chat__MessageBufferCap"] = "00:00:03",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) environment[name] = value;
        var database = Build.RunsOnOrleans && !environment.ContainsKey(Postgres) ? await (await PostgresServer.Get()).NewDatabase() : null;
        if (database is not null) (environment[Postgres], environment["Jwt__SigningKey"]) = (database, SigningKey);
        var silo = await SiloProcess.Start(Build, url, environment, launcher);
        var business = new Business(world, silo, new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) }, folder, database, environment);
        await business.SignIn();
        if (linked) await business.Link(graceSeconds);
        return business;
    }

    /// <summary>A second process with the same settings on the same database.</summary>
    public Task<SiloProcess> StartTwin() => SiloProcess.Start(Build, SiloProcess.FreeUrl(), _settings);

    public Task SignIn() => Http.SignIn(AdminEmail, AdminPassword);

    public async Task Link(int graceSeconds)
    {
        var agent = await Post("/api/agents", new { name = "Reception", elevenlabs_agent_id = "agent_reception", is_active = true });
        await Put("/api/whatsapp/config", new { agent_id = agent.GetProperty("_id").GetString(), grace_period_seconds = graceSeconds });
        var link = await Post("/api/whatsapp/connect", new { });
        Account = World.Account(link.GetProperty("account_id").GetString()!);
        await Eventually("the number to be connected", async () => (await Get("/api/whatsapp/connection-status")).GetProperty("connected").GetBoolean());
    }

    public Task<JsonElement> Get(string path) => Http.GetJson(path);

    public Task<JsonElement> Post(string path, object body) => Http.PostJson(path, body);

    public Task<JsonElement> Put(string path, object body) => Http.PutJson(path, body);

    public async Task<IReadOnlyList<JsonElement>> Chats(int limit = 100) => Items(await Get($"/api/whatsapp/chats?limit={limit}"));

    /// <summary>The installation's only chat.</summary>
    public async Task<JsonElement> Chat() => Assert.Single(await Chats());

    public async Task<string> ChatId() => (await Chat()).GetProperty("_id").GetString()!;

    public async Task<IReadOnlyList<JsonElement>> Of(string chat, string what) => Items(await Get($"/api/whatsapp/chats/{chat}/{what}?limit=100"));

    /// <summary>Waits for a fact; the failure says which and what was seen last.</summary>
    public async Task Eventually(string what, Func<Task<bool>> fact)
    {
        var until = DateTime.UtcNow + Patience;
        Exception? last = null;
        while (DateTime.UtcNow < until)
        {
            try
            {
                if (await fact()) return;
                last = null;
            }
            catch (Exception cause) when (cause is HttpRequestException or TaskCanceledException or KeyNotFoundException or Xunit.Sdk.XunitException)
            {
                last = cause;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Waited {Patience.TotalSeconds} s for {what}; last: {last?.Message}\n{Silo.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Silo.DisposeAsync();
        await World.DisposeAsync();
        if (_database is not null) await PostgresServer.DropDatabase(_database);
        Directory.Delete(_folder, recursive: true);
    }

    private static IReadOnlyList<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];
}
