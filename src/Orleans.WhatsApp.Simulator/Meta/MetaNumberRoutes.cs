using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Numbers, the business accounts they belong to, and where these are told of. A file is looked up under the same path as a number.</summary>
internal sealed class MetaNumberRoutes(SimulatedWorld world, MetaGate gate)
{
    public void Map(RouteGroupBuilder graph)
    {
        graph.MapGroup("").Meeting(ProviderOperation.Accounts, world, id => world.Network.Account(id, WhatsAppProvider.Meta) is not null).MapGet("/{id}", Look);
        graph.MapGroup("").Meeting(ProviderOperation.Accounts, world).MapGet("/{id}/phone_numbers", Numbers);
        var webhooks = graph.MapGroup("").Meeting(ProviderOperation.Webhooks, world);
        webhooks.MapPost("/{id}/subscribed_apps", Subscribe);
        webhooks.MapGet("/{id}/subscribed_apps", Subscriptions);
        webhooks.MapDelete("/{id}/subscribed_apps", Unsubscribe);
    }

    private IResult Look(string id, HttpRequest request)
    {
        if (MetaMediaRoutes.Look(world, gate, id, request) is { } file) return file;
        if (gate.Open(id, request, out var refusal) is not { } account) return refusal!.Answer();
        var number = Number(account);
        if (request.Query["fields"].ToString() is { Length: > 0 } fields)
            foreach (var key in number.Select(pair => pair.Key).Except([.. fields.Split(','), "id"]).ToList()) number.Remove(key);
        return Wire.Answer(number);
    }

    private IResult Numbers(string id, HttpRequest request) => With(id, request, numbers => Wire.Answer(new JsonObject
    {
        ["data"] = Wire.Array(numbers.Select(Number)),
        ["paging"] = new JsonObject { ["cursors"] = new JsonObject { ["before"] = "QVFI", ["after"] = "QVFI" } },
    }));

    private async Task<IResult> Subscribe(string id, HttpRequest request)
    {
        var body = await Wire.ReadObject(request) ?? [];
        var numbers = Own(id, request);
        if (numbers.Count is 0) return MetaProblem.NoObject(id, "post").Answer();
        if (body.String("override_callback_uri") is { } address)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var url)) return new MetaProblem(100, "override_callback_uri must be an address.").Answer();
            if (!await world.Meta.Verify(url, body.String("verify_token") ?? ""))
                return new MetaProblem(100, "The callback URL could not be verified: it did not give back the challenge.", 2200).Answer();
            RemoveOf(numbers);
            world.Meta.Subscribe(url, appSecret: null, numbers);
        }

        return Wire.Answer(new JsonObject { ["success"] = true });
    }

    private IResult Subscriptions(string id, HttpRequest request) => With(id, request, numbers => Wire.Answer(new JsonObject
    {
        ["data"] = Wire.Array(world.Webhooks.Subscriptions
            .Where(subscription => subscription.Source is WebhookSubscription.MetaSource
                && (subscription.AccountIds is null || subscription.AccountIds.Intersect(numbers.Select(number => number.Id)).Any()))
            .Select(subscription => new JsonObject
            {
                ["whatsapp_business_api_data"] = new JsonObject { ["id"] = "300000000000001", ["name"] = "Simulated app" },
                ["override_callback_uri"] = subscription.AccountIds is null ? null : subscription.RequestUrl.OriginalString,
            })),
    }));

    private IResult Unsubscribe(string id, HttpRequest request) => With(id, request, numbers =>
    {
        RemoveOf(numbers);
        return Wire.Answer(new JsonObject { ["success"] = true });
    });

    private void RemoveOf(List<SimulatedAccount> numbers)
    {
        foreach (var subscription in world.Webhooks.Subscriptions.Where(subscription => subscription.Source is WebhookSubscription.MetaSource
            && subscription.AccountIds is { } ids && ids.Intersect(numbers.Select(number => number.Id)).Any())) world.Webhooks.Unsubscribe(subscription.Id);
    }

    private IResult With(string id, HttpRequest request, Func<List<SimulatedAccount>, IResult> answer) =>
        Own(id, request) is { Count: > 0 } numbers ? answer(numbers) : MetaProblem.NoObject(id, request.Method.ToLowerInvariant()).Answer();

    private List<SimulatedAccount> Own(string businessAccountId, HttpRequest request) =>
        [.. world.Accounts.Where(account => account.BusinessAccountId == businessAccountId && gate.Opens(request, account))];

    private static JsonObject Number(SimulatedAccount account) => new()
    {
        ["verified_name"] = "Simulated business",
        ["code_verification_status"] = "VERIFIED",
        ["display_phone_number"] = account.Digits,
        ["quality_rating"] = "GREEN",
        ["platform_type"] = "CLOUD_API",
        ["throughput"] = new JsonObject { ["level"] = "STANDARD" },
        ["status"] = "CONNECTED",
        ["name_status"] = "APPROVED",
        ["account_mode"] = "LIVE",
        ["id"] = account.Id,
    };
}
