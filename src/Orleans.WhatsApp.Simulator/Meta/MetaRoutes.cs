using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The Cloud API's paths, under whatever version of the Graph API a caller names.</summary>
internal static class MetaRoutes
{
    public static void MapMeta(this IEndpointRouteBuilder routes, SimulatedWorld world)
    {
        var graph = routes.MapGroup("/v{version:regex(^\\d+\\.\\d+$)}");
        var gate = new MetaGate(world);
        graph.AddEndpointFilter((call, next) => gate.Knows(call.HttpContext.Request)
            ? next(call)
            : ValueTask.FromResult<object?>(new MetaProblem(190).Answer()));
        new MetaSendRoutes(world, gate).Map(graph); // plays its faults itself: it matters whether the message went through
        new MetaMediaRoutes(world, gate).Map(graph.MapGroup("").Meeting(ProviderOperation.Media, world), routes.MapGroup("").Meeting(ProviderOperation.Media, world));
        new MetaNumberRoutes(world, gate).Map(graph);
    }

    /// <summary>With <paramref name="isNumber"/>, a path that two kinds of things are under: what is no number is a file.</summary>
    public static RouteGroupBuilder Meeting(
        this RouteGroupBuilder group, ProviderOperation operation, SimulatedWorld world, Func<string, bool>? isNumber = null)
    {
        group.AddEndpointFilter(async (call, next) =>
        {
            var context = call.HttpContext;
            var id = context.Request.RouteValues["id"] as string;
            var meant = isNumber is null || (id is not null && isNumber(id)) ? operation : ProviderOperation.Media;
            var fault = world.Meta.Faults.Take(new ProviderCall(meant, id));
            if (await FaultPlay.Before(fault, context, world.Options.TimeProvider, MetaProblem.Answer) is { } refused) return refused;
            var answer = await next(call);
            return await FaultPlay.After(fault, context, world.Options.TimeProvider, MetaProblem.Answer) ?? answer;
        });
        return group;
    }
}
