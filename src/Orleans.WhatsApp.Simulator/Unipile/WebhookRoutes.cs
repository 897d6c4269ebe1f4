using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

internal sealed class WebhookRoutes(SimulatedWorld world)
{
    private static readonly string[] Sources = ["messaging", "account_status", "email", "email_tracking", "users"];

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/webhooks", Register);
        group.MapGet("/webhooks", () => Wire.Answer(new JsonObject
        {
            ["object"] = "WebhookList",
            ["items"] = Wire.Array(world.Webhooks.Subscriptions.Where(subscription => subscription.IsUnipile).Select(subscription => subscription.ToJson())),
            ["cursor"] = null,
        }));
        group.MapDelete("/webhooks/{id}", (string id) => world.Webhooks.Unsubscribe(id)
            ? Wire.Answer(new JsonObject { ["object"] = "WebhookDeleted" })
            : UnipileProblem.NotFound("Webhook"));
    }

    private async Task<IResult> Register(HttpRequest request)
    {
        if (await Wire.ReadObject(request) is not { } body) return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "malformed_request");
        if (body.String("source") is not { } source || !Sources.Contains(source)) return UnipileProblem.Invalid("source is missing or unknown.");
        if (!Uri.TryCreate(body.String("request_url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "invalid_url", "request_url must be an absolute http(s) address.");

        var subscription = world.Webhooks.Subscribe(new WebhookSubscription(source, url)
        {
            Name = body.String("name"),
            Enabled = body["enabled"] is not JsonValue enabled || !enabled.TryGetValue<bool>(out var on) || on,
            Headers = [.. Headers(body)],
            Events = Strings(body["events"]),
            AccountIds = Strings(body["account_ids"]),
        });
        return Wire.Answer(new JsonObject { ["object"] = "WebhookCreated", ["webhook_id"] = subscription.Id }, StatusCodes.Status201Created);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonObject body) =>
        (body["headers"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(header => header.String("key") is { Length: > 0 } && header.String("value") is not null)
            .Select(header => KeyValuePair.Create(header.String("key")!, header.String("value")!));

    private static IReadOnlyList<string>? Strings(JsonNode? node) =>
        node is JsonArray array ? [.. array.OfType<JsonValue>().Select(value => value.ToString())] : null;
}
