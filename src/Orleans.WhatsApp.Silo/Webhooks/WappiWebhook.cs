using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class WappiWebhook
{
    /// <summary>Wappi sends files within its events, in base64: WhatsApp's largest picture or recording (16 MiB) fits. What does not is found by the poll.</summary>
    private const int MostBytes = 24 * 1024 * 1024;

    public static void MapWappi(this RouteGroupBuilder webhooks, IServiceProvider services)
    {
        var (secret, channel, door) = (services.GetRequiredService<WappiSecret>(), services.Channel("wappi"), services.GetRequiredService<FrontDoor>());
        webhooks.MapPost("wappi", (HttpRequest request, [FromQuery(Name = WappiSecret.Profile)] string? profile, CancellationToken stop) => Receive(request, profile ?? "", secret, channel, door, stop))
            .WithName("ReceiveWappiWebhook").WithSummary("Takes a delivery of Wappi, of one event or several; answered 200 once all of it is safe.")
            .WithMetadata(new BodyLimit())
            .Produces<WebhookRoutes.Received>().Refuses("malformed_event", "invalid_webhook_secret", "payload_too_large", "unavailable");
    }

    private static async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> Receive(
        HttpRequest request, string profile, WappiSecret secret, IChannel channel, FrontDoor door, CancellationToken stop)
    {
        if (!secret.Allows(request.Headers, profile)) return door.Refuse(Intake.Unauthorized, "invalid_webhook_secret");
        if (await BoundedBody.Read(request, MostBytes, stop) is not { } body) return door.Refuse(Intake.TooLarge, "payload_too_large");
        return WebhookRoutes.Answer(await door.Receive(channel, body, profile));
    }

    /// <summary>One more than is taken, so that what is too long is refused in our own words.</summary>
    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes + 1;
    }
}
