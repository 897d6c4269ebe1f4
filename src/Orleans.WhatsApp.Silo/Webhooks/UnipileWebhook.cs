using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class UnipileWebhook
{
    public static void MapUnipile(this RouteGroupBuilder webhooks, IServiceProvider services)
    {
        var (secret, channel, door) = (services.GetRequiredService<UnipileSecret>(), services.Channel("unipile"), services.GetRequiredService<FrontDoor>());
        webhooks.MapPost("unipile", (HttpRequest request, CancellationToken stop) => Receive(request, secret, channel, door, stop))
            .WithName("ReceiveUnipileWebhook").WithSummary("Takes one event of Unipile; answered 200 once it is safe.")
            .Produces<WebhookRoutes.Received>().Refuses("malformed_event", "invalid_webhook_secret", "payload_too_large", "unavailable");
    }

    private static async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> Receive(
        HttpRequest request, UnipileSecret secret, IChannel channel, FrontDoor door, CancellationToken stop)
    {
        if (!secret.Allows(request.Headers)) return door.Refuse(Intake.Unauthorized, "invalid_webhook_secret");
        if (await BoundedBody.Read(request, WebhookRoutes.MostBytes, stop) is not { } body) return door.Refuse(Intake.TooLarge, "payload_too_large");
        return WebhookRoutes.Answer(await door.Receive(channel, body));
    }
}
