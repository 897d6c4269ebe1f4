using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

internal static class SignInEndpoints
{
    private const int MostBytes = 16 * 1024;

    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/auth").WithTags("auth").ProducesProblem(400).ProducesProblem(401)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        group.MapPost("login", Login).WithName("Login").WithSummary("E-mail address and password for a pair of tokens.")
            .ProducesProblem(429);
        group.MapPost("refresh", Refresh).WithName("Refresh").WithSummary("A refresh token for the next pair; each is taken once.");
        group.MapGet("me", Me).WithName("Me").WithSummary("The signed-in user.").RequireAuthorization(Roles.Member);
        return routes;
    }

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> Login(LoginRequest login, SignInDesk desk, HttpContext context) =>
        await desk.SignIn(login.Email, login.Password, context.Connection.RemoteIpAddress?.ToString() ?? "") switch
        {
            SignInResult.Given given => TypedResults.Ok(TokenPair.Of(given)),
            SignInResult.TooMany => Problem.Of("too_many_requests"),
            _ => Problem.Of("invalid_credentials"),
        };

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> Refresh(RefreshRequest refresh, SignInDesk desk) =>
        await desk.Refresh(refresh.RefreshToken) is SignInResult.Given given
            ? TypedResults.Ok(TokenPair.Of(given))
            : Problem.Of("invalid_refresh_token");

    private static async Task<Results<Ok<SignedInUser>, ProblemHttpResult>> Me(ClaimsPrincipal caller, IUserStore users) =>
        await users.ById(caller.UserId()) is { IsActive: true } user
            ? TypedResults.Ok(SignedInUser.Of(user))
            : Problem.Of("unauthenticated");
}

internal sealed record LoginRequest(string Email, string Password);

internal sealed record RefreshRequest(string RefreshToken);

/// <param name="ExpiresIn">Seconds until the access token ends.</param>
internal sealed record TokenPair(string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, SignedInUser User)
{
    public static TokenPair Of(SignInResult.Given given) =>
        new(given.AccessToken, given.RefreshToken, TokenAuthentication.Scheme, (int)given.Lifetime.TotalSeconds,
            SignedInUser.Of(given.User));
}

internal sealed record SignedInUser([property: JsonPropertyName("_id")] Guid Id, Guid TenantId, string Email, string Name, string Role)
{
    public static SignedInUser Of(User user) => new(user.Id.Value, user.Tenant.Value, user.Email, user.Name, Roles.Word(user.Role));
}
