using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Demo;

/// <summary>
/// A newcomer's first minute: a number is linked, a contact writes, the grace period runs down, the AI answers. Everything goes the real way, over HTTP and
/// WebSocket, against the simulated world; the console tells it without any message's text.
/// </summary>
internal sealed class DemoStory(
    SimulatedWorld world, IGrainFactory grains, IDashboardQueries queries, IServer server, IHostApplicationLifetime life, IOptions<SignIn.BootstrapOptions> bootstrap,
    TimeProvider clock) : BackgroundService
{
    private const string ContactPhone = "+905550001122";
    private const string MetaContactPhone = "+14155550133";
    private const string WappiContactPhone = "+79005550144";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(life, stoppingToken);
        var front = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";
        try
        {
            await Tell(front, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is ending.
        }
    }

    private async Task Tell(string front, CancellationToken stop)
    {
        var tenant = SignIn.Bootstrap.FirstTenant;
        var account = await Link(tenant, front, stop);
        Say($"demo: WhatsApp and the AI are simulated at {world.Url}");
        Say($"demo: look around at {front}/ (sign in as {bootstrap.Value.AdminEmail}; a generated password is printed above, on the first start only)");

        var contact = world.Contact(ContactPhone, "Ayşe");
        contact.Write("Hello, are you open tomorrow?", account);
        contact.Write("And do I need an appointment?", account);
        Say("a contact writes two messages");
        await TellOfOtherChannels(tenant, front, stop);
        await Follow(tenant, stop);
    }

    private async Task<SimulatedAccount> Link(TenantId tenant, string front, CancellationToken stop)
    {
        var settings = grains.Tenant(tenant);
        var agent = (await settings.Read()).Agents is [var first, ..] ? first : await settings.SaveAgent(new AgentView(Guid.Empty, "Demo agent", "agent_demo", true))
            ?? throw new InvalidOperationException("The demo's agent could not be made.");
        await settings.Configure(new ConfigChange(true, agent.Id, Grace));

        var channel = grains.Channel(tenant);
        // A world that was started anew does not know the account of the last one.
        if ((await channel.Read()).AccountId is { Length: > 0 } known) world.AddAccount(id: known);
        var linked = await channel.Connect();
        if (linked.Error.Length > 0) throw new InvalidOperationException($"The demo's number could not be linked: {linked.Error}.");
        await channel.RegisterWebhook($"{front}/webhooks/unipile");
        while ((await channel.Refresh()).Status != ChannelStatus.Ok) await Task.Delay(TimeSpan.FromMilliseconds(200), clock, stop);
        return world.Account(linked.AccountId);
    }

    /// <summary>The same tenant's numbers at two other providers, each with a contact of its own.</summary>
    private async Task TellOfOtherChannels(TenantId tenant, string front, CancellationToken stop)
    {
        var meta = await Link(tenant, "meta", id => world.Meta.AddNumber(id: id), stop);
        world.Meta.Subscribe(new Uri($"{front}/webhooks/meta"), accounts: meta);
        world.Contact(MetaContactPhone, "Emma").Write("Hi! Which buttons can you show me?", meta);

        var wappi = await Link(tenant, "wappi", id => world.Wappi.AddProfile(id: id), stop);
        world.Contact(WappiContactPhone, "Elena").Write("Good evening. Are you still there?", wappi);
        Say("two more contacts write, by way of the WhatsApp Cloud API and of Wappi");
    }

    private async Task<SimulatedAccount> Link(TenantId tenant, string provider, Func<string?, SimulatedAccount> add, CancellationToken stop)
    {
        var channel = grains.Channel(tenant, provider);
        var account = add((await channel.Read()).AccountId is { Length: > 0 } known ? known : null);
        var linked = await channel.ConnectAccount(new ConnectWith(account.Id, ""));
        if (linked.Error.Length > 0) throw new InvalidOperationException($"The demo's number at {provider} could not be linked: {linked.Error}.");
        while ((await channel.Refresh()).Status != ChannelStatus.Ok) await Task.Delay(TimeSpan.FromMilliseconds(200), clock, stop);
        return account;
    }

    /// <summary>Reads the chats' own history as it grows, and says it in plain words.</summary>
    private async Task Follow(TenantId tenant, CancellationToken stop)
    {
        var seen = new Dictionary<ChatId, int>();
        var from = clock.GetUtcNow() - TimeSpan.FromSeconds(2);
        while (!stop.IsCancellationRequested)
        {
            foreach (var chat in (await queries.Chats(tenant, new(), new(1, 20))).Items)
            {
                var lines = (await queries.Timeline(tenant, chat.Id, new(1, 200))).Items.Where(line => line.At >= from).ToArray();
                foreach (var line in lines.Skip(seen.GetValueOrDefault(chat.Id)))
                    if (InWords(line, chat) is { } words) Say(words);
                seen[chat.Id] = lines.Length;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, stop);
        }
    }

    private static string? InWords(TimelineEntry line, ChatRow chat) => (line.Cause, line.Before, line.After) switch
    {
        (nameof(ChatInput.ContactWrote), not Phase.Grace, Phase.Grace) when chat.Session?.GraceDeadline is { } deadline =>
            $"a session waits; people have the first word until {Clock(deadline)}",
        (nameof(ChatInput.TimeReached), Phase.Grace, Phase.AgentAsked) => "nobody answered: the AI takes over and is asked",
        (nameof(ChatInput.TimeReached), Phase.AgentListening, Phase.AgentAsked) => "the contact wrote again: the AI is asked",
        (nameof(ChatInput.OperatorEndedGrace), _, Phase.AgentAsked) => "a person leaves it to the AI, which is asked at once",
        (nameof(ChatInput.OperatorExtendedGrace), _, _) when chat.Session?.GraceDeadline is { } deadline => $"people have longer: until {Clock(deadline)}",
        (nameof(ChatInput.ConversationStarted), _, _) => "the conversation with the AI is open",
        (nameof(ChatInput.AgentReplied), _, Phase.AgentListening) => "the AI answered; its answer goes out",
        (nameof(ChatInput.SendAccepted), _, _) => "the answer is on the contact's phone",
        (_, not Phase.Person, Phase.Person) => "a person holds the chat now",
        (nameof(ChatInput.OperatorReleased), _, _) => "the chat is the AI's again",
        (_, _, Phase.Idle or Phase.Closed) when line.Before is not (Phase.Idle or Phase.Closed) => "the session is resolved",
        _ => null,
    };

    private void Say(string words) => Console.WriteLine($"{Clock(clock.GetUtcNow())}  {words}");

    private static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task Started(IHostApplicationLifetime life, CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop);
    }
}
