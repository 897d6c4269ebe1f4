using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The agent provider's REST interface and its socket.</summary>
internal sealed class ElevenLabsRoutes(SimulatedWorld world)
{
    private readonly SimulatedWorldOptions _options = world.Options;
    private readonly ElevenLabsScript _script = world.ElevenLabs;

    public void Map(IEndpointRouteBuilder routes)
    {
        var convai = routes.MapGroup("/v1/convai");
        convai.MapGet("/conversation", Converse); // the signature in the URL stands for the key

        var keyed = convai.MapGroup("");
        keyed.AddEndpointFilter((call, next) => HasKey(call.HttpContext.Request)
            ? next(call)
            : ValueTask.FromResult<object?>(ElevenLabsProblem.Answer(StatusCodes.Status401Unauthorized, "invalid_api_key", "Invalid API key")));

        var signing = Meeting(keyed.MapGroup(""), ProviderOperation.SignedUrl);
        signing.MapGet("/conversation/get-signed-url", Sign);
        signing.MapGet("/conversation/get_signed_url", Sign); // the older spelling

        var reading = Meeting(keyed.MapGroup(""), ProviderOperation.ReadAgent);
        reading.MapGet("/agents", () => Wire.Answer(new JsonObject
        {
            ["agents"] = Wire.Array(_script.Agents.Select(agent => new JsonObject { ["agent_id"] = agent.Id, ["name"] = agent.Name })),
            ["has_more"] = false,
            ["next_cursor"] = null,
        }));
        reading.MapGet("/agents/{id}", (string id) => _script.Find(id) is { } agent
            ? Wire.Answer(Agent(agent))
            : ElevenLabsProblem.Answer(StatusCodes.Status404NotFound, "agent_not_found"));
        reading.MapGet("/conversations/{id}", (string id) => world.AgentConversations.Find(id) is { } conversation
            ? Wire.Answer(Conversation(conversation))
            : ElevenLabsProblem.Answer(StatusCodes.Status404NotFound, "conversation_not_found"));
    }

    private RouteGroupBuilder Meeting(RouteGroupBuilder group, ProviderOperation operation)
    {
        group.AddEndpointFilter(async (call, next) =>
        {
            var context = call.HttpContext;
            var fault = _script.Faults.Take(new ProviderCall(operation, AgentId: context.Request.Query["agent_id"].FirstOrDefault()));
            if (await FaultPlay.Before(fault, context, _options.TimeProvider, ElevenLabsProblem.Answer) is { } refused) return refused;
            var answer = await next(call);
            return await FaultPlay.After(fault, context, _options.TimeProvider, ElevenLabsProblem.Answer) ?? answer;
        });
        return group;
    }

    private IResult Sign(HttpRequest request)
    {
        if (request.Query["agent_id"].ToString() is not { Length: > 0 } agentId) return ElevenLabsProblem.Missing("agent_id");
        if (_script.Find(agentId) is null) return ElevenLabsProblem.Answer(StatusCodes.Status404NotFound, "agent_not_found");
        // By the address that the caller reaches this world by: what it listens on may be every address of its machine.
        var socket = new UriBuilder("ws", request.Host.Host, request.Host.Port ?? 80, "/v1/convai/conversation");
        return Wire.Answer(new JsonObject
        {
            ["signed_url"] = $"{socket.Uri}?agent_id={Uri.EscapeDataString(agentId)}&conversation_signature={world.SignedUrls.Sign(agentId)}",
        });
    }

    private async Task Converse(HttpContext context)
    {
        var query = context.Request.Query;
        if (!context.WebSockets.IsWebSocketRequest || _script.Find(query["agent_id"].ToString()) is not { } agent)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var opening = agent.TakeOpening();
        if (opening.RefuseUpgrade is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (!agent.IsPublic && !world.SignedUrls.Use(query["conversation_signature"].ToString(), agent.Id))
            opening = new AgentOpening { CloseBeforeMetadata = new AgentClose(3000, "Invalid or used conversation signature") };

        // The protocol has pings of its own; a timer per socket would be one too many.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var conversation = new AgentConversation(agent, _options.TimeProvider.GetUtcNow());
        using var session = new AgentSocket(socket, conversation, _options.TimeProvider, world.Changes, world.Work, context.Abort);
        conversation.Socket = session;
        world.AgentConversations.Opened(conversation);
        world.Changes.Happened();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(world.Ending, context.RequestAborted);
        try
        {
            await session.Run(opening, stop.Token);
        }
        finally
        {
            world.AgentConversations.Ended(conversation);
        }
    }

    private static JsonObject Agent(SimulatedAgent agent) => new()
    {
        ["agent_id"] = agent.Id,
        ["name"] = agent.Name,
        ["conversation_config"] = new JsonObject
        {
            ["agent"] = new JsonObject { ["first_message"] = agent.FirstMessage, ["language"] = "en" },
            ["conversation"] = new JsonObject { ["text_only"] = agent.TextOnly },
        },
    };

    private static JsonObject Conversation(AgentConversation conversation) => new()
    {
        ["agent_id"] = conversation.AgentId,
        ["agent_name"] = conversation.Agent.Name,
        ["conversation_id"] = conversation.Id,
        ["status"] = conversation.Status,
        ["transcript"] = Wire.Array(conversation.Transcript.Select(item => new JsonObject
        {
            ["role"] = item.Role,
            ["message"] = item.Message,
            ["time_in_call_secs"] = (long)(item.At - conversation.OpenedAt).TotalSeconds,
            ["tool_calls"] = new JsonArray(),
            ["tool_results"] = new JsonArray(),
            ["interrupted"] = false,
            ["source_medium"] = "text",
        })),
        ["metadata"] = new JsonObject
        {
            ["start_time_unix_secs"] = conversation.OpenedAt.ToUnixTimeSeconds(),
            ["call_duration_secs"] = (long)((conversation.ClosedAt ?? conversation.OpenedAt) - conversation.OpenedAt).TotalSeconds,
            ["termination_reason"] = conversation.ClosedWith?.Reason,
            ["text_only"] = conversation.TextOnly,
        },
        ["conversation_initiation_client_data"] = conversation.Initiation is { } initiation ? JsonObject.Create(initiation) : null,
    };

    private bool HasKey(HttpRequest request) =>
        request.Headers.TryGetValue("xi-api-key", out var given)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.ToString()), Encoding.UTF8.GetBytes(_options.ElevenLabsApiKey));
}
