using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Cluster;

/// <summary>Several silos on one PostgreSQL behind a load balancer, with the outside world around them and one business whose number is linked.</summary>
internal sealed partial class SiloCluster : IAsyncDisposable
{
    private const string AdminEmail = "owner@example.com";
    private const string AdminPassword = "correct horse battery staple";
    private readonly string _name;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly List<SiloProcess> _silos = [];

    private SiloCluster(string name, SimulatedWorld world, LoadBalancer door, Books books, IReadOnlyDictionary<string, string> settings) =>
        (_name, World, FrontDoor, Books, _settings) = (name, world, door, books, settings);

    public SimulatedWorld World { get; }

    public LoadBalancer FrontDoor { get; }

    public Books Books { get; }

    public IReadOnlyList<SiloProcess> Silos => _silos;

    public SimulatedAccount Account { get; private set; } = null!;

    /// <param name="name">Of the scenario; what the silos say is kept under it.</param>
    public static async Task<SiloCluster> Open(string name, PostgresServer server, int silos, int graceSeconds, IReadOnlyDictionary<string, string>? settings = null)
    {
        var door = await LoadBalancer.Start();
        var world = await SimulatedWorld.Start(new SimulatedWorldOptions
        {
            WebhookUrl = new Uri(door.Url, "/webhooks/unipile"),
            WebhookAttempts = 12,
            ScanAfter = TimeSpan.Zero,
            PingEvery = TimeSpan.FromSeconds(20),
            Patience = TimeSpan.FromMinutes(2),
        });
        var database = await server.NewDatabase();
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Postgres"] = database,
            ["Jwt__SigningKey"] = "a signing key for tests, of more than thirty-two bytes",
            ["Bootstrap__AdminEmail"] = AdminEmail,
            ["Bootstrap__AdminPassword"] = AdminPassword,
            ["Unipile__BaseUrl"] = world.Url.ToString(),
            ["Unipile__ApiKey"] = world.Options.UnipileApiKey,
            ["Unipile__SendsPerMinute"] = "6000",
            ["ElevenLabs__BaseUrl"] = world.Url.ToString(),
            ["ElevenLabs__ApiKey"] = world.Options.ElevenLabsApiKey,
            ["ElevenLabs__MaxOpenSocketsPerAgent"] = "10000",
            ["Chat__MinGracePeriod"] = "00:00:01",
            // A silo here lives for minutes: on two cores the just-in-time compiler's measuring would be a good part of its work.
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) environment[key] = value;
        var cluster = new SiloCluster(name, world, door, new Books(database), environment);
        try
        {
            while (cluster._silos.Count < silos) await cluster.Join();
            await cluster.Link(graceSeconds);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One silo more.</summary>
    public async Task<SiloProcess> Join()
    {
        var silo = await SiloProcess.Start(Suite.Build, SiloProcess.FreeUrl(), _settings);
        _silos.Add(silo);
        FrontDoor.Add(silo.Url);
        return silo;
    }

    /// <summary>The admin, signed in at one silo's gateway.</summary>
    public static async Task<HttpClient> SignIn(SiloProcess silo)
    {
        var http = new HttpClient { BaseAddress = silo.Url, Timeout = TimeSpan.FromSeconds(40) };
        await http.SignIn(AdminEmail, AdminPassword);
        return http;
    }

    /// <summary>Of the crowd, those whose session began in this silo, by what it says of them.</summary>
    public async Task<IReadOnlyList<Crowd.Writer>> BegunIn(SiloProcess silo, Crowd crowd)
    {
        var (begun, chats) = (BegunIn(silo), await Books.Chats());
        return [.. crowd.Writers.Where(writer => chats.TryGetValue(writer.ChatId, out var chat) && begun.Contains(chat))];
    }

    /// <summary>How many sessions began in this silo.</summary>
    public static int CountBegun(SiloProcess silo) => BegunIn(silo).Count;

    private static HashSet<Guid> BegunIn(SiloProcess silo) =>
        SessionBegan().Matches(silo.Output).Select(line => Guid.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture)).ToHashSet();

    /// <summary>Until nothing is under way anywhere and nothing is left to do; then a second answer had every chance to come.</summary>
    public async Task Settle()
    {
        var (quiet, sends) = (0, "");
        await Fact.Comes("nothing to be left to do", async () =>
        {
            quiet = World.WorkInProgress == 0 && await Books.Backlog() == 0 ? quiet + 1 : 0;
            if (quiet == 0) sends = await Books.Sends();
            return quiet >= 50;
        }, () => $"{World.WorkInProgress} under way in the world; sends: {sends}", TimeSpan.FromMinutes(4));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos) await silo.DisposeAsync();
        await World.DisposeAsync();
        await FrontDoor.DisposeAsync();
        foreach (var (silo, number) in _silos.Select((silo, index) => (silo, index + 1))) Suite.KeepOutput($"{_name}-{number}", silo.Output);
    }

    private async Task Link(int graceSeconds)
    {
        using var http = await SignIn(_silos[0]);
        var agent = await http.PostJson("/api/agents", new { name = "Reception", elevenlabs_agent_id = "agent_reception", is_active = true });
        await http.PutJson("/api/whatsapp/config", new { agent_id = agent.GetProperty("_id").GetString(), grace_period_seconds = graceSeconds });
        var link = await http.PostJson("/api/whatsapp/connect", new { });
        Account = World.Account(link.GetProperty("account_id").GetString()!);
        await Fact.Comes("the number to be connected", async () => (await http.GetJson("/api/whatsapp/connection-status")).GetProperty("connected").GetBoolean());
    }

    [GeneratedRegex("Chat ([0-9a-f-]{36}) went from Idle to Grace")]
    private static partial Regex SessionBegan();
}
