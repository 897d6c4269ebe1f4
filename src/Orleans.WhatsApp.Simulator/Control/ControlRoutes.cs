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
        new ControlContacts(world).Map(sim);
        new ControlProviders(world).Map(sim);
        sim.MapGet("/conversations", Conversations);
        sim.MapPost("/conversations/{id}/close", CloseConversation);
        sim.MapPost("/agents/{id}", SetAgent);
        sim.MapPost("/faults", SetFault);
        sim.MapDelete("/faults", () =>
        {
            world.Unipile.Faults.Clear();
            world.ElevenLabs.Faults.Clear();
            world.Meta.Faults.Clear();
            world.Wappi.Faults.Clear();
            world.Speech.Faults.Clear();
            return Results.NoContent();
        });
        sim.MapPost("/webhooks", ScriptWebhooks);
        sim.MapPost("/behaviour", SetBehaviour);
    }

    private async Task<IResult> AddAccount(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var (phone, id) = (body.String("phone_number"), body.String("account_id"));
        var account = (body.String("provider")?.ToLowerInvariant() ?? "unipile") switch
        {
            "unipile" => world.AddAccount(phone, id),
            "meta" => world.Meta.AddNumber(phone, id, body.String("business_account_id") ?? "200000000000001", body.String("access_token")),
            "wappi" => world.Wappi.AddProfile(phone, id, body.Flag("authorized") ?? true),
            _ => throw new ArgumentException("provider must be unipile, meta or wappi."),
        };
        return Wire.Answer(ControlJson.Account(account), StatusCodes.Status201Created);
    }

    private async Task<IResult> SetStatus(string id, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        if (AccountStatusWords.Read(body.String("status")) is not { } status) return Bad("status is missing or unknown.");
        return With(id, account => account.Become(status));
    }

    private IResult Conversations(HttpRequest request)
    {
        var agentId = request.Query["agent_id"].ToString();
        return Wire.Answer(ControlJson.Items(world.Conversations
            .Where(conversation => agentId.Length is 0 || conversation.AgentId == agentId)
            .Select(ControlJson.Conversation)));
    }

    private async Task<IResult> CloseConversation(string id, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        if (world.AgentConversations.Find(id) is not { } conversation) return Missing("conversation");
        await conversation.Close(body.Integer("code") ?? 1000, body.String("reason") ?? "");
        return Results.NoContent();
    }

    private async Task<IResult> SetAgent(string id, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var agent = world.Agent(id);
        if (body.String("name") is { } name) agent.Name = name;
        if (body.String("first_message") is { } greeting) agent.FirstMessage = greeting;
        if (body.Flag("refuses_overrides") is { } refuses) agent.RefusesOverrides = refuses;
        if (body.Flag("late_greeting") is { } late) agent.Greeting = late ? GreetingTiming.AfterFirstUserMessage : GreetingTiming.AfterMetadata;
        var pause = TimeSpan.FromMilliseconds(body.Integer("pause_ms") ?? 0);
        if (body.Flag("silent") is true) agent.Brain = _ => AgentReplyScript.Silence;
        else if (body["replies"] is JsonArray replies)
        {
            var texts = replies.OfType<JsonValue>().Select(text => text.ToString()).ToArray();
            agent.Brain = _ => AgentReplyScript.Silence.Pause(pause).Then(AgentReplyScript.Saying(texts).Steps);
        }

        return Results.NoContent();
    }

    private async Task<IResult> SetFault(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        if (!Enum.TryParse<ProviderOperation>(body.String("operation") ?? "Send", ignoreCase: true, out var operation)) return Bad("operation is unknown.");
        var (faults, slug) = (body.String("provider") ?? Usual(operation)) switch
        {
            "unipile" => (world.Unipile.Faults, null as string),
            "elevenlabs" => (world.ElevenLabs.Faults, null),
            "meta" => (world.Meta.Faults, "131000"),
            "wappi" => (world.Wappi.Faults, "Internal error"),
            "speech" => (world.Speech.Faults, "The model is overloaded. Please try again later."),
            _ => throw new ArgumentException("provider must be unipile, meta, wappi, elevenlabs or speech."),
        };
        if (ControlFault.Read(body, slug) is not { } fault) return Bad("kind is missing or unknown.");
        if (body.Integer("next") is { } count) faults.Next(count, fault, operation);
        else faults.Always(fault, operation);
        return Results.NoContent();
    }

    private static string Usual(ProviderOperation operation) => operation switch
    {
        ProviderOperation.SignedUrl or ProviderOperation.ReadAgent => "elevenlabs",
        ProviderOperation.Transcribe => "speech",
        _ => "unipile",
    };

    private async Task<IResult> ScriptWebhooks(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        if (body.Integer("duplicate_next") is { } twice) world.Webhooks.DuplicateNext(twice);
        if (body.Integer("lose_next") is { } lost) world.Webhooks.LoseNext(lost);
        if (body.Integer("reverse_next") is { } reversed) world.Webhooks.ReverseNext(reversed);
        if (body.Flag("down") is { } down)
        {
            if (down) world.Webhooks.GoDown();
            else world.Webhooks.ComeBack();
        }

        return Results.NoContent();
    }

    private async Task<IResult> SetBehaviour(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        if (Enum.TryParse<EchoTiming>(body.String("echo"), ignoreCase: true, out var echo)) world.Unipile.Echo = echo;
        if (Enum.TryParse<ContactAddress>(body.String("contacts_shown_as"), ignoreCase: true, out var shownAs)) world.Unipile.ContactsShownAs = shownAs;
        if (body.Integer("echo_delay_ms") is { } delay) world.Unipile.EchoDelay = TimeSpan.FromMilliseconds(delay);
        if (body.Integer("scan_after_ms") is { } scan) world.Unipile.ScanAfter = TimeSpan.FromMilliseconds(scan);
        if (body.Flag("delivered") is { } delivered) world.Unipile.ReportsDelivered = delivered;
        if (body.Flag("read") is { } read) world.Unipile.ReportsRead = read;
        return Results.NoContent();
    }

    private IResult With(string accountId, Action<SimulatedAccount> act)
    {
        if (world.Network.Account(accountId) is not { } account) return Missing("account");
        act(account);
        return Wire.Answer(ControlJson.Account(account));
    }

    private static IResult Bad(string what) => Wire.Answer(new JsonObject { ["error"] = what }, StatusCodes.Status400BadRequest);

    private static IResult Missing(string what) => Wire.Answer(new JsonObject { ["error"] = $"No such {what}." }, StatusCodes.Status404NotFound);
}
