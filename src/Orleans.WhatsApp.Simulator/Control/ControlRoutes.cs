using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The world's script over HTTP, for shells, demo pages and load generators. No key: it listens on loopback only.</summary>
internal sealed class ControlRoutes(SimulatedWorld world)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var sim = routes.MapGroup("/sim");
        sim.AddEndpointFilter(async (call, next) =>
        {
            try
            {
                return await next(call);
            }
            catch (Exception asked) when (asked is ArgumentException or InvalidOperationException)
            {
                return Bad(asked.Message);
            }
        });
        sim.MapGet("/state", () => Wire.Answer(ControlJson.State(world)));
        sim.MapPost("/accounts", AddAccount);
        sim.MapPost("/accounts/{id}/scan", (string id) => With(id, account => account.Scan()));
        sim.MapPost("/accounts/{id}/status", SetStatus);
        sim.MapPost("/contacts/{phone}/write", Write);
        sim.MapGet("/contacts/{phone}/received", (string phone) =>
            Wire.Answer(Items(world.Contact(phone).Received.Select(ControlJson.Received))));
        sim.MapPost("/phone/{accountId}/write", WriteFromPhone);
        sim.MapGet("/conversations", Conversations);
        sim.MapPost("/conversations/{id}/close", CloseConversation);
        sim.MapPost("/agents/{id}", SetAgent);
        sim.MapPost("/faults", SetFault);
        sim.MapDelete("/faults", () =>
        {
            world.Unipile.Faults.Clear();
            world.ElevenLabs.Faults.Clear();
            return Results.NoContent();
        });
        sim.MapPost("/webhooks", ScriptWebhooks);
        sim.MapPost("/behaviour", SetBehaviour);
    }

    private async Task<IResult> AddAccount(HttpRequest request)
    {
        var body = await Body(request);
        var account = world.AddAccount(body.String("phone_number"), body.String("account_id"));
        return Wire.Answer(ControlJson.Account(account), StatusCodes.Status201Created);
    }

    private async Task<IResult> SetStatus(string id, HttpRequest request)
    {
        var body = await Body(request);
        if (AccountStatusWords.Read(body.String("status")) is not { } status) return Bad("status is missing or unknown.");
        return With(id, account => account.Become(status));
    }

    private async Task<IResult> Write(string phone, HttpRequest request)
    {
        var body = await Body(request);
        if (body.String("text") is not { Length: > 0 } text) return Bad("text is required.");
        var to = body.String("account_id") is { } id ? world.Account(id) : null;
        return Wire.Answer(ControlJson.Written(world.Contact(phone, body.String("name")).Write(text, to)), StatusCodes.Status201Created);
    }

    private async Task<IResult> WriteFromPhone(string accountId, HttpRequest request)
    {
        var body = await Body(request);
        if (body.String("to") is not { Length: > 0 } to || body.String("text") is not { Length: > 0 } text) return Bad("to and text are required.");
        var message = world.Phone(world.Account(accountId)).Write(world.Contact(to), text);
        return Wire.Answer(ControlJson.Written(message), StatusCodes.Status201Created);
    }

    private IResult Conversations(HttpRequest request)
    {
        var agentId = request.Query["agent_id"].ToString();
        return Wire.Answer(Items(world.Conversations
            .Where(conversation => agentId.Length is 0 || conversation.AgentId == agentId)
            .Select(ControlJson.Conversation)));
    }

    private async Task<IResult> CloseConversation(string id, HttpRequest request)
    {
        var body = await Body(request);
        if (world.AgentConversations.Find(id) is not { } conversation) return Missing("conversation");
        await conversation.Close(Number(body, "code") ?? 1000, body.String("reason") ?? "");
        return Results.NoContent();
    }

    private async Task<IResult> SetAgent(string id, HttpRequest request)
    {
        var body = await Body(request);
        var agent = world.Agent(id);
        if (body.String("name") is { } name) agent.Name = name;
        if (body.String("first_message") is { } greeting) agent.FirstMessage = greeting;
        if (Flag(body, "refuses_overrides") is { } refuses) agent.RefusesOverrides = refuses;
        if (Flag(body, "late_greeting") is { } late) agent.Greeting = late ? GreetingTiming.AfterFirstUserMessage : GreetingTiming.AfterMetadata;
        var pause = TimeSpan.FromMilliseconds(Number(body, "pause_ms") ?? 0);
        if (Flag(body, "silent") is true) agent.Brain = _ => AgentReplyScript.Silence;
        else if (body["replies"] is JsonArray replies)
        {
            var texts = replies.OfType<JsonValue>().Select(text => text.ToString()).ToArray();
            agent.Brain = _ => AgentReplyScript.Silence.Pause(pause).Then(AgentReplyScript.Saying(texts).Steps);
        }

        return Results.NoContent();
    }

    private async Task<IResult> SetFault(HttpRequest request)
    {
        var body = await Body(request);
        if (ControlFault.Read(body) is not { } fault) return Bad("kind is missing or unknown.");
        if (!Enum.TryParse<ProviderOperation>(body.String("operation") ?? "Send", ignoreCase: true, out var operation)) return Bad("operation is unknown.");
        var faults = operation is ProviderOperation.SignedUrl or ProviderOperation.ReadAgent ? world.ElevenLabs.Faults : world.Unipile.Faults;
        if (Number(body, "next") is { } count) faults.Next(count, fault, operation);
        else faults.Always(fault, operation);
        return Results.NoContent();
    }

    private async Task<IResult> ScriptWebhooks(HttpRequest request)
    {
        var body = await Body(request);
        if (Number(body, "duplicate_next") is { } twice) world.Webhooks.DuplicateNext(twice);
        if (Number(body, "lose_next") is { } lost) world.Webhooks.LoseNext(lost);
        if (Number(body, "reverse_next") is { } reversed) world.Webhooks.ReverseNext(reversed);
        if (Flag(body, "down") is { } down)
        {
            if (down) world.Webhooks.GoDown();
            else world.Webhooks.ComeBack();
        }

        return Results.NoContent();
    }

    private async Task<IResult> SetBehaviour(HttpRequest request)
    {
        var body = await Body(request);
        if (Enum.TryParse<EchoTiming>(body.String("echo"), ignoreCase: true, out var echo)) world.Unipile.Echo = echo;
        if (Enum.TryParse<ContactAddress>(body.String("contacts_shown_as"), ignoreCase: true, out var shownAs)) world.Unipile.ContactsShownAs = shownAs;
        if (Number(body, "echo_delay_ms") is { } delay) world.Unipile.EchoDelay = TimeSpan.FromMilliseconds(delay);
        if (Number(body, "scan_after_ms") is { } scan) world.Unipile.ScanAfter = TimeSpan.FromMilliseconds(scan);
        if (Flag(body, "delivered") is { } delivered) world.Unipile.ReportsDelivered = delivered;
        if (Flag(body, "read") is { } read) world.Unipile.ReportsRead = read;
        return Results.NoContent();
    }

    private IResult With(string accountId, Action<SimulatedAccount> act)
    {
        if (world.Network.Account(accountId) is not { } account) return Missing("account");
        act(account);
        return Wire.Answer(ControlJson.Account(account));
    }

    private static async Task<JsonObject> Body(HttpRequest request) =>
        await Wire.ReadObject(request) ?? throw new ArgumentException("The body must be a JSON object.");

    private static JsonObject Items(IEnumerable<JsonObject> items) => new() { ["items"] = Wire.Array(items) };

    private static int? Number(JsonObject body, string key) => body[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static bool? Flag(JsonObject body, string key) => body[key] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static IResult Bad(string what) => Wire.Answer(new JsonObject { ["error"] = what }, StatusCodes.Status400BadRequest);

    private static IResult Missing(string what) => Wire.Answer(new JsonObject { ["error"] = $"No such {what}." }, StatusCodes.Status404NotFound);
}
