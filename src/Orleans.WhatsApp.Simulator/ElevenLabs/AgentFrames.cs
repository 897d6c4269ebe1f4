using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The frames an agent sends.</summary>
internal static class AgentFrames
{
    public static JsonObject Metadata(string conversationId) => Frame("conversation_initiation_metadata", "conversation_initiation_metadata_event", new()
    {
        ["conversation_id"] = conversationId,
        ["agent_output_audio_format"] = "pcm_16000",
        ["user_input_audio_format"] = "pcm_16000",
    });

    public static JsonObject Response(string text, int eventId) => Frame("agent_response", "agent_response_event", new()
    {
        ["agent_response"] = text,
        ["event_id"] = eventId,
    });

    public static JsonObject Correction(string original, string corrected, int eventId) => Frame("agent_response_correction", "agent_response_correction_event", new()
    {
        ["original_agent_response"] = original,
        ["corrected_agent_response"] = corrected,
        ["event_id"] = eventId,
    });

    public static JsonObject Part(string kind, string text, int eventId) => Frame("agent_chat_response_part", "text_response_part", new()
    {
        ["text"] = text,
        ["type"] = kind,
        ["event_id"] = eventId,
    });

    public static JsonObject Audio(int eventId) => Frame("audio", "audio_event", new() { ["audio_base_64"] = "AAAA", ["event_id"] = eventId });

    public static JsonObject Ping(int eventId) => Frame("ping", "ping_event", new() { ["event_id"] = eventId, ["ping_ms"] = 50 });

    public static JsonObject Interruption(int eventId) => Frame("interruption", "interruption_event", new() { ["event_id"] = eventId });

    public static JsonObject Queue(string status) => Frame("queue_status", "queue_status_event", new() { ["status"] = status });

    public static JsonObject Error(int code, string reason) => Frame("error", "error_event", new() { ["code"] = code, ["message"] = reason });

    public static JsonObject ToolRequest(string name, string id, string type) => Frame("agent_tool_request", "agent_tool_request", new()
    {
        ["tool_name"] = name,
        ["tool_call_id"] = id,
        ["tool_type"] = type,
        ["event_id"] = 1,
    });

    public static JsonObject ToolResponse(string name, string id, string type, bool isError) => Frame("agent_tool_response", "agent_tool_response", new()
    {
        ["tool_name"] = name,
        ["tool_call_id"] = id,
        ["tool_type"] = type,
        ["is_error"] = isError,
    });

    private static JsonObject Frame(string type, string wrapper, JsonObject body) => new() { ["type"] = type, [wrapper] = body };
}
