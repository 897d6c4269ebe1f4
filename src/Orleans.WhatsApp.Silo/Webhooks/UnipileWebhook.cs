using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class UnipileWebhook
{
    private const string Provider = "unipile";
    private const int MostBytes = 3 * 1024 * 1024;

    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks/unipile", Receive)
            .WithTags("webhooks").WithName("ReceiveUnipileWebhook").WithSummary("Takes one event of Unipile; answered 200 once it is safe.")
            .Refuses("malformed_event", "invalid_webhook_secret", "payload_too_large", "unavailable");
        routes.MapWappiWebhook();
        return routes;
    }

    private static async Task<Results<Ok<Received>, ProblemHttpResult>> Receive(
        HttpRequest request, UnipileSecret secret, IEnumerable<IChannel> channels, FrontDoor door, CancellationToken stop)
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
}
