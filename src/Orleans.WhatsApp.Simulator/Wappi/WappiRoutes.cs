using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Wappi's interface for WhatsApp. Each call passes the same gate: the token, the profile, the traffic, the faults.</summary>
internal sealed class WappiRoutes(SimulatedWorld world)
{
    private readonly IEnumerable<string> _get = ["GET"];
    private readonly IEnumerable<string> _post = ["POST"];

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        new WappiSendCalls(world).Map((path, answer) => Map(api, _post, path, ProviderOperation.Send, answer));
        var profiles = new WappiProfileCalls(world);
        Map(api, _get, "/sync/get/status", ProviderOperation.Accounts, profiles.Status);
        Map(api, _get, "/sync/qr/get", ProviderOperation.Accounts, profiles.QrCode);
        Map(api, _get, "/profile/logout", ProviderOperation.Accounts, profiles.Logout);
        Map(api, _get, "/sync/contact/check", ProviderOperation.Read, profiles.Check);
        Map(api, _post, "/webhook/url/set", ProviderOperation.Webhooks, profiles.SetUrl);
        Map(api, _post, "/webhook/types/set", ProviderOperation.Webhooks, profiles.SetTypes);
        var reads = new WappiReadCalls(world);
        Map(api, _get, "/sync/messages/get", ProviderOperation.Read, reads.Messages);
        Map(api, _get, "/sync/messages/all/get", ProviderOperation.Read, reads.AllMessages);
        Map(api, _get, "/sync/messages/id/get", ProviderOperation.Read, reads.Message);
        Map(api, _get, "/sync/chats/get", ProviderOperation.Read, reads.Chats);
        Map(api, _get, "/sync/chats/filter", ProviderOperation.Read, reads.Chats);
        Map(api, _get, "/sync/message/media/download", ProviderOperation.Media, reads.Media);
        Map(api, _post, "/sync/message/mark/read", ProviderOperation.MarkRead, reads.MarkRead);
        Map(api, _post, "/sync/chat/typing/start", ProviderOperation.MarkRead, call => reads.Type(call, on: true));
        Map(api, _post, "/sync/chat/typing/stop", ProviderOperation.MarkRead, call => reads.Type(call, on: false));
        routes.MapGet(WappiFiles.Path + "{id}", world.Wappi.Files.Download);
    }

    private void Map(
        RouteGroupBuilder api, IEnumerable<string> methods, string path, ProviderOperation operation, Func<WappiCall, Task<IResult>> answer) =>
        
        api.MapMethods(path, methods, (Delegate)((HttpContext context) => Answer(context, "/api" + path, operation, answer)));

    private async Task<IResult> Answer(HttpContext context, string path, ProviderOperation operation, Func<WappiCall, Task<IResult>> answer)
    {
        if (context.Request.Headers.Authorization != world.Wappi.Token) return WappiProblem.Answer(StatusCodes.Status401Unauthorized, "Unauthorized");
        if (context.Request.Query["profile_id"].ToString() is not { Length: > 0 } id) return WappiProblem.Bad("profile_id is required");
        if (world.Network.Account(id, WhatsAppProvider.Wappi) is not { } profile) return WappiProblem.Missing("Profile");

        var flight = world.Wappi.Traffic.Begin(new WappiCallRecord(id, path, world.Options.TimeProvider.GetUtcNow()), world.Wappi.CrossesAnswers);
        world.Network.Changed();
        IResult? own = null;
        try
        {
            if (world.Wappi.CallTakes > TimeSpan.Zero) await Task.Delay(world.Wappi.CallTakes, TimeProvider.System, context.RequestAborted);
            own = await Play(context, profile, operation, answer);
        }
        finally
        {
            world.Wappi.Traffic.End(flight, own is EmptyHttpResult ? null : own);
            world.Network.Changed();
        }

        return await flight.Given() ?? Results.Empty;
    }

    private async Task<IResult> Play(HttpContext context, SimulatedAccount profile, ProviderOperation operation, Func<WappiCall, Task<IResult>> answer)
    {
        var clock = world.Options.TimeProvider;
        var body = await Body(context.Request);
        var fault = world.Wappi.Faults.Take(new ProviderCall(operation, profile.Id, Text: (body as JsonObject)?.String("body")));
        if (await FaultPlay.Before(fault, context, clock, WappiProblem.Answer) is { } refused) return refused;
        var own = await answer(new WappiCall(context, profile, body, fault));
        return await FaultPlay.After(fault, context, clock, WappiProblem.Answer) ?? own;
    }

    private static async Task<JsonNode?> Body(HttpRequest request)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null)) return null;
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null; // the call misses what it needs, and says so
        }
    }
}
