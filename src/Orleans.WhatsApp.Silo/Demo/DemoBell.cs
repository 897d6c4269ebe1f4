using Orleans.WhatsApp.Silo.Live;
using Orleans.WhatsApp.Silo.Webhooks;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Demo;

/// <summary>Tells whoever watches here that a contact's phone shows something new. The world is in this process, so nobody elsewhere need hear of it.</summary>
internal sealed partial class DemoBell(SimulatedWorld world, LinkedAccounts accounts, LiveFeeds feeds, EventLines lines, ILogger<DemoBell> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        world.ChatChanged += Ring;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        world.ChatChanged -= Ring;
        return Task.CompletedTask;
    }

    private void Ring(object? sender, SimulatedChat chat) => _ = Tell(chat);

    private async Task Tell(SimulatedChat chat)
    {
        try
        {
            if (await accounts.Find(DemoDesk.WordOf(chat.Account), chat.Account.Id) is { } linked) feeds.Mention(linked.Tenant, lines.Demo(chat.Contact.PhoneNumber));
        }
        catch (Exception cause)
        {
            LogNotTold(cause);
        }
    }

    [LoggerMessage(EventId = 5500, Level = LogLevel.Warning, Message = "What came to a simulated phone could not be told to those who watch; they see it when they look")]
    private partial void LogNotTold(Exception cause);
}
