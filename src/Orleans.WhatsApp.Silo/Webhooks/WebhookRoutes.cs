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
        // What they need is there for as long as the server is. Asked for with each request, it would cost a scope of services each time.
        webhooks.MapUnipile(routes.ServiceProvider);
        webhooks.MapMeta(routes.ServiceProvider);
        webhooks.MapWappi(routes.ServiceProvider);
        return routes;
    }

    private static readonly Utf8ContentHttpResult Safe = TypedResults.Text(
        JsonSerializer.SerializeToUtf8Bytes(new Received("received"), JsonSerializerOptions.Web), "application/json; charset=utf-8");

    public static IChannel Channel(this IServiceProvider services, string provider) => services.GetServices<IChannel>().First(channel => channel.Provider == provider);

    public static Results<Utf8ContentHttpResult, ProblemHttpResult> Answer(Intake intake) => intake switch
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
