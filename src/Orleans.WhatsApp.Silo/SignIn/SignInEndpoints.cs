using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

internal static class SignInEndpoints
{
    private const int MostBytes = 16 * 1024;

    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/auth").WithTags("auth").Refuses("invalid_request", "too_many_requests", "unavailable")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes)).AddEndpointFilter<CheckedBodyFilter>();
        group.MapPost("login", Login).WithName("Login").WithSummary("E-mail address and password for a pair of tokens.").Refuses("invalid_credentials");
        group.MapPost("refresh", Refresh).WithName("Refresh").WithSummary("A refresh token for the next pair; each is taken once.").Refuses("invalid_refresh_token");
        group.MapPost("accept", Accept).WithName("AcceptInvitation")
            .WithSummary("A one-time token of an admin and the password to be, for a pair of tokens.")
            .Refuses("invalid_invitation", "invalid_password");
        group.MapPost("logout", Logout).WithName("Logout")
            .WithSummary("Ends the sign-in that the refresh token belongs to. Its access token ends by itself.");

        var signedIn = group.MapGroup("").RequireAuthorization(Roles.Member).RefusesStrangers();
        signedIn.MapGet("me", Me).WithName("Me").WithSummary("The signed-in user.");
        signedIn.MapPost("password", ChangePassword).WithName("ChangePassword")
            .WithSummary("Changes one's own password, ends every other sign-in, and answers with a new pair of tokens.")
            .Refuses("wrong_password", "invalid_password");
        signedIn.MapPost("logout-everywhere", LogoutEverywhere).WithName("LogoutEverywhere")
            .WithSummary("Ends every sign-in of the user; access tokens are refused within seconds.").Audited("sign_out.everywhere");
        return routes;
    }

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> Login(LoginRequest login, SignInDesk desk, HttpContext context) =>
        Answer(await desk.SignIn(login.Email, login.Password, AuditEntries.AddressOf(context)), "invalid_credentials", context);

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> Refresh(RefreshRequest refresh, SignInDesk desk, HttpContext context) =>
        Answer(await desk.Refresh(refresh.RefreshToken, AuditEntries.AddressOf(context)), "invalid_refresh_token", context);

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> Accept(AcceptRequest accept, SignInDesk desk, HttpContext context) =>
        Answer(await desk.Accept(accept.Token, accept.Password, AuditEntries.AddressOf(context)), "invalid_invitation", context);

    private static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> ChangePassword(PasswordRequest change, ClaimsPrincipal caller, SignInDesk desk,
        HttpContext context) =>
        Answer(await desk.ChangePassword(caller.UserId(), change.CurrentPassword, change.NewPassword, AuditEntries.AddressOf(context)), "wrong_password", context);

    // The same answer whether or not there was such a token.
    private static async Task<NoContent> Logout(RefreshRequest logout, SignInDesk desk, HttpContext context)
    {
        await desk.SignOut(logout.RefreshToken, AuditEntries.AddressOf(context));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> LogoutEverywhere(ClaimsPrincipal caller, SignInDesk desk)
    {
        await desk.SignOutEverywhere(caller.UserId());
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SignedInNow>, ProblemHttpResult>> Me(ClaimsPrincipal caller, IUserStore users, TimeProvider clock) =>
        await users.ById(caller.UserId()) is { IsActive: true } user
            ? TypedResults.Ok(SignedInNow.Of(user, clock.GetUtcNow()))
            : Problem.Of("unauthenticated");

    private static Results<Ok<TokenPair>, ProblemHttpResult> Answer(SignInResult result, string refusal, HttpContext context) => result switch
    {
        SignInResult.Given given => TypedResults.Ok(TokenPair.Of(given)),
        SignInResult.TooMany many => Problem.TooMany(context, many.RetryAfter),
        SignInResult.WeakPassword => Problem.Of("invalid_password"),
        _ => Problem.Of(refusal),
    };
}
