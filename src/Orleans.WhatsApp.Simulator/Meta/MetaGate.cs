using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Which token opens what.</summary>
internal sealed class MetaGate(SimulatedWorld world)
{
    private const string Scheme = "Bearer ";

    /// <summary>The token is a valid one of somebody's.</summary>
    public bool Knows(HttpRequest request) =>
        Token(request) is { } token
        && (token == world.Meta.AccessToken || world.Accounts.Any(account => account.AccessToken == token));

    /// <summary>Null is a refusal: a number of somebody else looks as if it were not there.</summary>
    public SimulatedAccount? Open(string id, HttpRequest request, out MetaProblem? refusal)
    {
        var account = world.Network.Account(id, WhatsAppProvider.Meta);
        refusal = account is null || !Opens(request, account) ? MetaProblem.NoObject(id, request.Method.ToLowerInvariant())
            : account.Status is not AccountStatus.Ok ? new MetaProblem(190)
            : null;
        return refusal is null ? account : null;
    }

    public bool Opens(HttpRequest request, SimulatedAccount account) => Token(request) == (account.AccessToken ?? world.Meta.AccessToken);

    private static string? Token(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : null;
}
