using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

internal sealed class AccountRoutes(SimulatedWorld world)
{
    private readonly WhatsAppNetwork _network = world.Network;

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/accounts", Connect);
        group.MapGet("/accounts", List);
        group.MapGet("/accounts/{id}", (string id) => With(id, account => Wire.Answer(UnipileJson.Account(account))));
        group.MapPost("/accounts/{id}", Reconnect);
        group.MapPost("/accounts/{id}/reconnect", Reconnect); // as some integrations spell it
        group.MapPost("/accounts/{id}/restart", (string id) => With(id, _ => Wire.Answer(new JsonObject { ["object"] = "AccountRestarted" })));
        group.MapDelete("/accounts/{id}", Delete);
    }

    private async Task<IResult> Connect(HttpRequest request)
    {
        if (await Wire.ReadObject(request) is not { } body) return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "malformed_request");
        if (body.String("provider") is not { } provider) return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "missing_parameters", "provider is required.");
        if (provider is not "WHATSAPP") return UnipileProblem.Answer(StatusCodes.Status501NotImplemented, "feature_not_implemented", "Only WHATSAPP is simulated.");

        var account = _network.AddAccount(WhatsAppProvider.Unipile, id: null, name: "WhatsApp", AccountStatus.Connecting);
        if (!world.Unipile.ConnectsAtOnce) return AskForScan(account);
        account.Scan();
        return Wire.Answer(new JsonObject { ["object"] = "AccountCreated", ["account_id"] = account.Id }, StatusCodes.Status201Created);
    }

    private IResult Reconnect(string id) => With(id, account =>
    {
        if (!world.Unipile.ConnectsAtOnce) return AskForScan(account);
        account.Scan();
        return Wire.Answer(new JsonObject { ["object"] = "AccountReconnected", ["account_id"] = account.Id }, StatusCodes.Status201Created);
    });

    private IResult AskForScan(SimulatedAccount account)
    {
        var qrCode = account.AskForScan();
        if (world.Unipile.ScanAfter is { } pause) _ = world.ScanLater(account, qrCode, pause);
        return Wire.Answer(UnipileJson.Checkpoint(account.Id, qrCode), StatusCodes.Status202Accepted);
    }

    private IResult List(HttpRequest request)
    {
        if (UnipilePage.Read(request.Query, out var refusal) is not { } page) return refusal!;
        var rows = _network.Accounts.Where(account => account.Provider is WhatsAppProvider.Unipile).Select((account, place) => (account, place: (long)place)).ToList();
        return Wire.Answer(page.List("AccountList", rows, row => row.place, row => row.account.CreatedAt, row => UnipileJson.Account(row.account)));
    }

    private IResult Delete(string id) => With(id, account =>
    {
        _network.Remove(account);
        return Wire.Answer(new JsonObject { ["object"] = "AccountDeleted" });
    });

    private IResult With(string id, Func<SimulatedAccount, IResult> answer) =>
        _network.Account(id, WhatsAppProvider.Unipile) is { } account ? answer(account) : UnipileProblem.NotFound("Account");
}
