using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class UnipileWebhook
{
    private const string Provider = "unipile";

    public static void MapUnipile(this RouteGroupBuilder webhooks) => webhooks.MapPost("unipile", Receive)
        .WithName("ReceiveUnipileWebhook").WithSummary("Takes one event of Unipile; answered 200 once it is safe.")
        .Produces<WebhookRoutes.Received>().Refuses("malformed_event", "invalid_webhook_secret", "payload_too_large", "unavailable");

    private static async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> Receive(
        HttpRequest request, UnipileSecret secret, IEnumerable<IChannel> channels, FrontDoor door, CancellationToken stop)
    {
        if (!secret.Allows(request.Headers)) return door.Refuse(Intake.Unauthorized, "invalid_webhook_secret");
        if (await BoundedBody.Read(request, WebhookRoutes.MostBytes, stop) is not { } body) return door.Refuse(Intake.TooLarge, "payload_too_large");
        return await door.Take(channels, Provider, body);
    }
}
