using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// What the provider's frames mean to us. Each is <c>{"type":T,"&lt;wrapper&gt;":{…}}</c>; all that we have no use for (audio, transcripts, deltas,
/// reasoning, tool reports, scores, types not yet invented) and all that cannot be read is <see cref="Skipped"/>, since none of it may end a conversation.
/// </summary>
internal abstract record ServerFrame
{
    private ServerFrame() { }

    /// <summary><c>{"type":"conversation_initiation_metadata","conversation_initiation_metadata_event":{"conversation_id":"conv_1"}}</c></summary>
    public sealed record Metadata(string ConversationId) : ServerFrame;

    /// <summary><c>{"type":"ping","ping_event":{"event_id":7,"ping_ms":null}}</c></summary>
    public sealed record Ping(string RawEventId) : ServerFrame;

    /// <summary><c>{"type":"agent_response","agent_response_event":{"agent_response":"…","event_id":2}}</c>; several may share one id.</summary>
    public sealed record AgentResponse(string Text, long? EventId) : ServerFrame;

    /// <summary><c>{"type":"interruption","interruption_event":{"event_id":"456"}}</c></summary>
    public sealed record Interruption(long EventId) : ServerFrame;

    /// <summary><c>{"type":"client_tool_call","client_tool_call":{"tool_call_id":"call_1","parameters":{},"expects_response":true,…}}</c></summary>
    public sealed record ToolCall(string RawCallId) : ServerFrame;

    /// <summary><c>{"type":"mcp_tool_call","mcp_tool_call":{"tool_call_id":"tc_9","state":"awaiting_approval",…}}</c></summary>
    public sealed record ApprovalAsked(string RawCallId) : ServerFrame;

    /// <summary><c>{"type":"agent_tool_response","agent_tool_response":{"tool_name":"end_call",…}}</c>: the agent hangs up; 1000 follows.</summary>
    public sealed record HangsUp : ServerFrame;

    /// <summary><c>{"type":"queue_status","queue_status_event":{"status":"waiting"}}</c>: the provider's own queue for a free slot.</summary>
    public sealed record Queue(string Status) : ServerFrame;

    /// <summary><c>{"type":"error","error_event":{"code":1008,"error_type":"override_error","reason":"…","message":"…"}}</c></summary>
    public sealed record Error(int? Code, string? Type, string? Reason) : ServerFrame;

    public sealed record Skipped : ServerFrame;

    public static ServerFrame Skip { get; } = new Skipped();

    public static ServerFrame Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return Skip;
        }
    }

    private static ServerFrame Read(JsonElement frame) => frame.Child("type").Text() switch
    {
        "conversation_initiation_metadata" =>
            new Metadata(frame.Child("conversation_initiation_metadata_event").Child("conversation_id").Text() ?? ""),
        "ping" => frame.Child("ping_event").Child("event_id").RawId() is { } id ? new Ping(id) : Skip,
        "agent_response" => ReadResponse(frame.Child("agent_response_event")),
        "interruption" => frame.Child("interruption_event").Child("event_id").Number() is { } id ? new Interruption(id) : Skip,
        "client_tool_call" => ReadToolCall(frame.Child("client_tool_call")),
        "mcp_tool_call" => ReadApproval(frame.Child("mcp_tool_call")),
        "agent_tool_response" => frame.Child("agent_tool_response").Child("tool_name").Text() is "end_call" ? new HangsUp() : Skip,
        "queue_status" => frame.Child("queue_status_event").Child("status").Text() is { } status ? new Queue(status) : Skip,
        "error" => ReadError(frame.Child("error_event")),
        _ => Skip,
    };

    private static ServerFrame ReadResponse(JsonElement body) =>
        body.Child("agent_response").Text() is { } text && !string.IsNullOrWhiteSpace(text)
            ? new AgentResponse(text, body.Child("event_id").Number())
            : Skip;

    // Without "expects_response" a result is expected: only newer agents send the field.
    private static ServerFrame ReadToolCall(JsonElement body) =>
        body.Child("expects_response").ValueKind is not JsonValueKind.False && body.Child("tool_call_id").RawId() is { } id ? new ToolCall(id) : Skip;

    private static ServerFrame ReadApproval(JsonElement body) =>
        body.Child("state").Text() is "awaiting_approval" && body.Child("tool_call_id").RawId() is { } id ? new ApprovalAsked(id) : Skip;

    private static Error ReadError(JsonElement body) =>
        new((int?)body.Child("code").Number(), body.Child("error_type").Text(), body.Child("reason").Text());
}
