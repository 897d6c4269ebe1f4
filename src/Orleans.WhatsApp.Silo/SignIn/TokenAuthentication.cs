using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Who calls, by the bearer token in the Authorization header. Tokens in the query are not taken: addresses end up in logs. Only where browsers can send no
/// header, the query may hold a ticket.
/// </summary>
internal sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder,
    AccessTokens tokens, EventTickets tickets, Standings standings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "Bearer";
    private const string Prefix = Scheme + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var isToken = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
        if (!isToken && Ticket.Length == 0) return AuthenticateResult.NoResult();
        return (isToken ? tokens.Read(header[Prefix.Length..].Trim()) : await tickets.Take(Ticket)) is { } caller && await standings.Allows(caller.UserId(), caller.TokenGeneration())
            ? AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme))
            : AuthenticateResult.Fail("The token is not valid.");
    }

    private string Ticket => Context.GetEndpoint()?.Metadata.GetMetadata<TakesTicket>() is null ? "" : Request.Query["ticket"].ToString();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = Scheme;
        return Problem.Of("unauthenticated").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Of("forbidden").ExecuteAsync(Context);
}
