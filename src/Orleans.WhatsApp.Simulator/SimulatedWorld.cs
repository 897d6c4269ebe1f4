using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.WhatsApp.Simulator;

/// <summary>
/// The outside world on one loopback port: the WhatsApp providers, their webhooks, the contacts' phones, and the agent provider.
/// It speaks the real protocols, so whoever talks to it does not know the difference; the script of the world is this object.
/// </summary>
public sealed class SimulatedWorld : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly WebApplication _server;
    private readonly CancellationTokenSource _end = new();
    private readonly UnipileVoice _unipile;

    private SimulatedWorld(SimulatedWorldOptions options)
    {
        Options = options;
        Work = new Work(Changes);
        Speech = new SpeechScript(Changes);
        Unipile = new UnipileScript(options);
        ElevenLabs = new ElevenLabsScript(options);
        Webhooks = new WebhookCourier(options, Changes, Work);
        Network = new WhatsAppNetwork(options.TimeProvider, () => Unipile.ContactsShownAs, VoiceOf, Changes, options.Patience);
        Meta = new MetaScript(this);
        Wappi = new WappiScript(this);
        _unipile = new UnipileVoice(Webhooks);
        AgentConversations = new AgentConversations(options);
        SignedUrls = new SignedUrls(options.TimeProvider);
        if (options.WebhookUrl is { } url) Webhooks.SubscribeToAll(url, options.WebhookHeaders);
        _server = Build();
    }

    /// <summary>A message was added to a chat, or one in it is not what it was. Told on whatever thread did it.</summary>
    public event EventHandler<SimulatedChat>? ChatChanged
    {
        add => Network.ChatChanged += value;
        remove => Network.ChatChanged -= value;
    }

    public SimulatedWorldOptions Options { get; }

    /// <summary>Where the world listens: the base address of all providers.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public UnipileScript Unipile { get; }

    public MetaScript Meta { get; }

    public WappiScript Wappi { get; }

    public ElevenLabsScript ElevenLabs { get; }

    public SpeechScript Speech { get; }

    public WebhookCourier Webhooks { get; }

    public IReadOnlyList<SimulatedAccount> Accounts => [.. Network.Accounts];

    public IReadOnlyList<SimulatedContact> Contacts => [.. Network.Contacts];

    /// <summary>All chats of an account, those with groups included, in no order.</summary>
    public IReadOnlyList<SimulatedChat> Chats(SimulatedAccount account) => [.. Network.Chats.Where(chat => chat.Account == account)];

    /// <summary>Every agent conversation since the world began, open and past, oldest first.</summary>
    public IReadOnlyList<AgentConversation> Conversations => AgentConversations.All;

    /// <summary>Deliveries, echoes and agent replies that are begun and not finished.</summary>
    public int WorkInProgress => Work.Open;

    internal Changes Changes { get; } = new();

    internal Work Work { get; }

    internal WhatsAppNetwork Network { get; }

    internal AgentConversations AgentConversations { get; }

    internal SignedUrls SignedUrls { get; }

    internal CancellationToken Ending => _end.Token;

    public static async Task<SimulatedWorld> Start(SimulatedWorldOptions? options = null)
    {
        var world = new SimulatedWorld(options ?? new SimulatedWorldOptions());
        await world._server.StartAsync();
        var addresses = world._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        world.Url = new Uri(addresses.Addresses.First());
        return world;
    }

    /// <summary>An account that is OK at once. With an id of one's own, its chats keep their ids from one world to the next.</summary>
    public SimulatedAccount AddAccount(string? phoneNumber = null, string? id = null, WhatsAppProvider provider = WhatsAppProvider.Unipile)
    {
        if (provider is WhatsAppProvider.Meta) return Meta.AddNumber(phoneNumber, id);
        if (provider is WhatsAppProvider.Wappi) return Wappi.AddProfile(phoneNumber, id);
        var account = Network.AddAccount(provider, id, "WhatsApp", AccountStatus.Connecting);
        account.Scan(phoneNumber);
        return account;
    }

    public SimulatedAccount Account(string id) => Network.Account(id) ?? throw new ArgumentException($"No account {id}.", nameof(id));

    /// <summary>The person with this number; the same object each time.</summary>
    public SimulatedContact Contact(string phoneNumber, string? name = null) => Network.Contact(phoneNumber, name);

    public BusinessPhone Phone(SimulatedAccount account) => new(Network, account);

    public SimulatedAgent Agent(string id) => ElevenLabs.Agent(id);

    /// <summary>Waits until the fact holds; throws with <paramref name="what"/> in words when it does not come true in time.</summary>
    public Task WaitUntil(Func<bool> fact, string what, TimeSpan? patience = null, CancellationToken stop = default) =>
        Network.WaitFor(() => fact() ? this : null, what, Seen, patience, stop);

    /// <summary>Waits until the fact gives something, and returns it.</summary>
    public Task<T> WaitFor<T>(Func<T?> fact, string what, TimeSpan? patience = null, CancellationToken stop = default) where T : class =>
        Network.WaitFor(fact, what, Seen, patience, stop);

    /// <summary>Waits for a conversation that meets the condition, or for any.</summary>
    public Task<AgentConversation> WaitForConversation(Func<AgentConversation, bool>? when = null, TimeSpan? patience = null, CancellationToken stop = default) =>
        Network.WaitFor(() => Conversations.FirstOrDefault(when ?? (_ => true)), "an agent conversation", Seen, patience, stop);

    /// <summary>Waits until no delivery, retry, echo or agent reply is under way.</summary>
    public Task WaitUntilIdle(TimeSpan? patience = null, CancellationToken stop = default) =>
        WaitUntil(() => Work.Open is 0, "the world to be idle", patience, stop);

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested) return;
        await _end.CancelAsync();
        AgentConversations.Dispose();
        Webhooks.Dispose();
        using var patience = new CancellationTokenSource(StopPatience, TimeProvider.System);
        await _server.StopAsync(patience.Token);
        await _server.DisposeAsync();
        _end.Dispose();
    }

    internal async Task ScanLater(SimulatedAccount account, string qrCode, TimeSpan pause)
    {
        await Task.Delay(pause, Options.TimeProvider, Ending);
        // Only the code that was shown: by now the account may be gone, scanned, or asking with a newer one.
        if (account.QrCode == qrCode && Network.Account(account.Id) is not null) account.Scan();
    }

    private WebApplication Build()
    {
        // Empty on purpose: a world inside another process must not pick up that process's settings, addresses or logs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var address = new Uri(Options.Url);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null; // documents of 100 MB are uploaded, and base64 makes files longer
            kestrel.Listen(address.IsLoopback && address.HostNameType is UriHostNameType.Dns ? IPAddress.Loopback : IPAddress.Parse(address.Host), address.Port);
        });
        builder.Services.AddRouting().AddSingleton<IHostLifetime, GuestLifetime>();
        var app = builder.Build();
        app.UseWebSockets();
        app.MapUnipile(this);
        app.MapMeta(this);
        new WappiRoutes(this).Map(app);
        new ElevenLabsRoutes(this).Map(app);
        new ScribeRoutes(this).Map(app);
        new GeminiRoutes(this).Map(app);
        new ControlRoutes(this).Map(app);
        return app;
    }

    private IProviderVoice VoiceOf(WhatsAppProvider provider) => provider switch
    {
        WhatsAppProvider.Meta => Meta.Voice,
        WhatsAppProvider.Wappi => Wappi.Voice,
        _ => _unipile,
    };

    private string Seen()
    {
        var conversations = Conversations;
        var deliveries = Webhooks.Deliveries;
        return $"{WorkInProgress} in progress, {conversations.Count} conversations ({conversations.Count(conversation => conversation.IsOpen)} open), "
            + $"{deliveries.Count} deliveries ({deliveries.Count(delivery => delivery.State is DeliveryState.Pending)} pending, "
            + $"{deliveries.Count(delivery => delivery.State is DeliveryState.GivenUp)} given up), "
            + $"{Contacts.Sum(contact => contact.Received.Count)} messages received by contacts";
    }
}
