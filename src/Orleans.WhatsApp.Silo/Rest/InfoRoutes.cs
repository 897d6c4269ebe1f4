using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What a dashboard must know before anybody has signed in.</summary>
internal static class InfoRoutes
{
    public static void MapInfo(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/info", Info).WithTags("info").WithName("GetInfo").WithSummary("What this is, in which version, and whether the outside world is simulated.")
            .Refuses("too_many_requests");

    private static Ok<InfoView> Info([FromServices] SimulatedWorld? world) => TypedResults.Ok(new InfoView("Orleans.WhatsApp", HealthEndpoints.Version, world is not null));
}

internal sealed record InfoView(string Name, string Version, bool Demo);
