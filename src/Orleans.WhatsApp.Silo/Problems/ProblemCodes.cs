using Microsoft.AspNetCore.Mvc;

namespace Orleans.WhatsApp.Silo.Problems;

/// <summary>The problems that a route answers with, as its description names them. The walks over all routes hold it to what they meet.</summary>
internal sealed record ProblemCodes(IReadOnlyList<string> Codes);

internal static class ProblemCodesExtensions
{
    /// <summary>On every route of the gateway whose caller must have signed in.</summary>
    private static readonly string[] OfSignedIn = ["invalid_request", "unauthenticated", "forbidden", "too_many_requests", "unavailable"];

    /// <summary>Adds to what the groups around it refuse. Each code brings its status.</summary>
    public static T Refuses<T>(this T routes, params IReadOnlyList<string> codes) where T : IEndpointConventionBuilder
    {
        routes.WithMetadata(new ProblemCodes(codes));
        foreach (var status in codes.Select(Problem.StatusOf).Distinct())
            routes.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
        return routes;
    }

    /// <inheritdoc cref="OfSignedIn"/>
    public static T RefusesStrangers<T>(this T routes, params IReadOnlyList<string> codes) where T : IEndpointConventionBuilder => routes.Refuses([.. OfSignedIn, .. codes]);
}
