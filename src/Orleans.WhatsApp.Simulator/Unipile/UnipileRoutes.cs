using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The WhatsApp provider's REST interface, version 1.</summary>
internal static class UnipileRoutes
{
    public static void MapUnipile(this IEndpointRouteBuilder routes, SimulatedWorld world)
    {
        var v1 = routes.MapGroup("/api/v1");
        v1.AddEndpointFilter((call, next) => HasKey(call.HttpContext.Request, world.Options.UnipileApiKey)
            ? next(call)
            : ValueTask.FromResult<object?>(UnipileProblem.Answer(StatusCodes.Status401Unauthorized, "missing_credentials")));

        new AccountRoutes(world).Map(v1.MapGroup("").Meeting(ProviderOperation.Accounts, world));
        new WebhookRoutes(world).Map(v1.MapGroup("").Meeting(ProviderOperation.Webhooks, world));
        new ChatRoutes(world).Map(v1.MapGroup("").Meeting(ProviderOperation.Read, world));
        new SendRoutes(world).Map(v1); // plays its faults itself: it matters whether the message went through
        v1.MapFallback(() => UnipileProblem.Answer(StatusCodes.Status404NotFound, "resource_not_found", "No such route."));
    }

    private static RouteGroupBuilder Meeting(this RouteGroupBuilder group, ProviderOperation operation, SimulatedWorld world)
    {
        group.AddEndpointFilter(async (call, next) =>
        {
            var context = call.HttpContext;
            var fault = world.Unipile.Faults.Take(new ProviderCall(operation));
            if (await FaultPlay.Before(fault, context, world.Options.TimeProvider, UnipileProblem.Answer) is { } refused) return refused;
            var answer = await next(call);
            return await FaultPlay.After(fault, context, world.Options.TimeProvider, UnipileProblem.Answer) ?? answer;
        });
        return group;
    }

    private static bool HasKey(HttpRequest request, string key) =>
        request.Headers.TryGetValue("X-API-KEY", out var given)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.ToString()), Encoding.UTF8.GetBytes(key));
}
