using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Where providers report. Each knows its own callers; what follows is the same for all.</summary>
internal static class WebhookRoutes
{
    /// <summary>Meta's own limit, and far above what Unipile sends.</summary>
    public const int MostBytes = 3 * 1024 * 1024;

    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        // Past all that is for browsers and people: a webhook says itself who sends it, and there are many.
        var webhooks = routes.MapGroup("/webhooks").WithTags("webhooks");
        webhooks.ShortCircuit();
        webhooks.MapUnipile();
        webhooks.MapMeta();
        webhooks.MapWappi();
        return routes;
    }

    private static readonly Utf8ContentHttpResult Safe = TypedResults.Text(
        JsonSerializer.SerializeToUtf8Bytes(new Received("received"), JsonSerializerOptions.Web), "application/json; charset=utf-8");

    public static async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> Take(this FrontDoor door, IEnumerable<IChannel> channels, string provider, ReadOnlyMemory<byte> body) =>
        await door.Receive(channels.First(channel => channel.Provider == provider), body) switch
        {
            Intake.Malformed => Problem.Of("malformed_event"),
            Intake.Failed => Problem.Of("unavailable"),
            _ => Safe,
        };

    public static ProblemHttpResult Refuse(this FrontDoor door, Intake intake, string problem)
    {
        door.Refused(intake);
        return Problem.Of(problem);
    }

    internal sealed record Received(string Status);
}
