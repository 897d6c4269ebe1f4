using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class WappiWebhook
{
    private const string Provider = "wappi";

    /// <summary>Wappi sends files within its events, in base64: WhatsApp's largest picture or recording (16 MiB) fits.</summary>
    private const int MostBytes = 24 * 1024 * 1024;

    public static IEndpointRouteBuilder MapWappiWebhook(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks/wappi", Receive)
            .WithTags("webhooks").WithName("ReceiveWappiWebhook").WithSummary("Takes a delivery of Wappi, one event or several; answered 200 once all are safe.")
            .WithMetadata(new BodyLimit())
            .Refuses("malformed_event", "invalid_webhook_secret", "payload_too_large", "unavailable");
        return routes;
    }

    private static async Task<Results<Ok<Received>, ProblemHttpResult>> Receive(
        HttpRequest request, WappiSecret secret, IEnumerable<IChannel> channels, FrontDoor door, CancellationToken stop)
    {
        if (!secret.Allows(request.Headers)) return Refuse(door, Intake.Unauthorized);
        if (await BoundedBody.Read(request, MostBytes, stop) is not { } body) return Refuse(door, Intake.TooLarge);

        return await door.Receive(channels.First(channel => channel.Provider == Provider), body) switch
        {
            Intake.Malformed => Problem.Of("malformed_event"),
            Intake.Failed => Problem.Of("unavailable"),
            _ => TypedResults.Ok(new Received("received")),
        };
    }

    private static ProblemHttpResult Refuse(FrontDoor door, Intake intake)
    {
        door.Refused(intake);
        return Problem.Of(intake == Intake.Unauthorized ? "invalid_webhook_secret" : "payload_too_large");
    }

    internal sealed record Received(string Status);

    /// <summary>One more than is taken, so that what is too long is refused in our own words.</summary>
    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes + 1;
    }
}
