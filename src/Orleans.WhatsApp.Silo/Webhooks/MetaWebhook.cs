using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class MetaWebhook
{
    private const int LongestChallenge = 256;

    public static void MapMeta(this RouteGroupBuilder webhooks, IServiceProvider services)
    {
        var (signature, channel, door) = (services.GetRequiredService<MetaSignature>(), services.Channel("meta"), services.GetRequiredService<FrontDoor>());
        webhooks.MapGet("meta", Verify)
            .WithName("VerifyMetaWebhook").WithSummary("Meta asks for this once, when the address is set in the app: gives the challenge back to whoever knows the verify token.")
            .Refuses("invalid_verify_token").Produces<string>(StatusCodes.Status200OK, "text/plain");
        webhooks.MapPost("meta", (HttpRequest request, CancellationToken stop) => Receive(request, signature, channel, door, stop))
            .WithName("ReceiveMetaWebhook").WithSummary("Takes what the WhatsApp Cloud API reports, signed with the app's secret; answered 200 once all of it is safe.")
            .Produces<WebhookRoutes.Received>().Refuses("malformed_event", "invalid_signature", "payload_too_large", "unavailable");
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Verify(
        [FromQuery(Name = "hub.mode")] string? mode, [FromQuery(Name = "hub.verify_token")] string? token, [FromQuery(Name = "hub.challenge")] string? challenge, MetaVerifyToken ours) =>
        ours.Allows(mode, token) && challenge is { Length: > 0 and <= LongestChallenge }
            ? TypedResults.Text(challenge)
            : Problem.Of("invalid_verify_token");

    private static async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> Receive(
        HttpRequest request, MetaSignature signature, IChannel channel, FrontDoor door, CancellationToken stop)
    {
        if (!signature.IsTold(request.Headers)) return door.Refuse(Intake.Unauthorized, "invalid_signature");
        if (await BoundedBody.Read(request, WebhookRoutes.MostBytes, stop) is not { } body) return door.Refuse(Intake.TooLarge, "payload_too_large");
        if (!signature.Allows(request.Headers, body.Span)) return door.Refuse(Intake.Unauthorized, "invalid_signature");
        return WebhookRoutes.Answer(await door.Receive(channel, body));
    }
}
