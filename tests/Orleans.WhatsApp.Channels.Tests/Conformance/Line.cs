using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Media;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Channels.Tests.Conformance;

/// <summary>A channel with a linked number in the simulated world, and what the world has told of it so far.</summary>
public sealed class Line : IAsyncDisposable
{
    private readonly WebApplication _door;
    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<(InboundEvent Event, string Format, byte[] Body, DateTimeOffset At)> _kept = new();

    private Line(SimulatedWorld world, WebApplication door, ServiceProvider services, ProviderFaults faults) =>
        (World, _door, _services, Faults, Channel) = (world, door, services, faults, services.GetRequiredService<IChannel>());

    public SimulatedWorld World { get; }

    public IChannel Channel { get; }

    public ProviderFaults Faults { get; }

    public SimulatedAccount Account { get; private set; } = null!;

    /// <summary>As an inbox would hold it.</summary>
    public IReadOnlyList<(InboundEvent Event, string Format, byte[] Body, DateTimeOffset At)> Kept => [.. _kept];

    public IReadOnlyList<InboundEvent.ToChat> Events => [.. Kept.Select(one => one.Event).OfType<InboundEvent.ToChat>()];

    public static Task<Line> Unipile() => Open(
        (world, url) => new() { ["Unipile:BaseUrl"] = world.Url.ToString(), ["Unipile:ApiKey"] = world.Options.UnipileApiKey },
        (services, settings) => services.AddUnipile(settings), world => world.Unipile.Faults,
        (world, url) =>
        {
            world.Webhooks.SubscribeToAll(url, []);
            return world.AddAccount();
        });

    public static Task<Line> Meta() => Open(
        (world, url) => new() { ["Meta:BaseUrl"] = world.Url.ToString(), ["Meta:AccessToken"] = world.Options.MetaAccessToken, ["Meta:AppSecret"] = world.Options.MetaAppSecret },
        (services, settings) => services.AddMetaCloud(settings), world => world.Meta.Faults,
        (world, url) =>
        {
            var number = world.Meta.AddNumber();
            world.Meta.Subscribe(url, accounts: number);
            return number;
        });

    public static Task<Line> Wappi() => Open(
        (world, url) => new() { ["Wappi:BaseUrl"] = world.Url.ToString(), ["Wappi:Token"] = world.Options.WappiToken },
        (services, settings) => services.AddWappi(settings), world => world.Wappi.Faults,
        (world, url) =>
        {
            var profile = world.Wappi.AddProfile();
            world.Wappi.SetWebhook(profile, url);
            return profile;
        });

    public async Task<InboundEvent.ToChat> Told(Func<InboundEvent.ToChat, bool> which)
    {
        await World.WaitUntil(() => Events.Any(which), "the event to be told");
        await Settle();
        return Assert.Single(Events, one => which(one));
    }

    public Task Settle() => World.WaitUntilIdle();

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await _door.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static async Task<Line> Open(
        Func<SimulatedWorld, Uri, Dictionary<string, string?>> settings, Action<IServiceCollection, IConfiguration> add, Func<SimulatedWorld, ProviderFaults> faults,
        Func<SimulatedWorld, Uri, SimulatedAccount> link)
    {
        var world = await SimulatedWorld.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var door = builder.Build();
        Line line = null!;
        door.Run(context => line.Take(context));
        await door.StartAsync();

        var url = new Uri(door.Urls.Single());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(settings(world, url)) { ["Media:AllowLoopback"] = "true" }).Build();
        var services = new ServiceCollection().AddLogging().AddMedia(configuration).AddSingleton<IChannelStore>(new KnownAccounts());
        add(services, configuration);
        line = new Line(world, door, services.BuildServiceProvider(), faults(world));
        line.Account = link(world, url);
        return line;
    }

    private async Task Take(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var now = DateTimeOffset.UtcNow;
        foreach (var one in Channel.Receive(bytes.ToArray(), now)) _kept.Enqueue((one.Event, one.Format, one.Body.ToArray(), now));
    }
}
