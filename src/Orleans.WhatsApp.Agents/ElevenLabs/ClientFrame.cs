using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>The frames we send, as UTF-8.</summary>
internal static class ClientFrame
{
    // Not for a web page, so Arabic and Turkish letters need not be escaped to six bytes each.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Always the first frame. Any override that the agent's settings do not allow kills the session, so nothing but <c>text_only</c> is ever asked for,
    /// and an agent that refuses even that gets the bare type.
    /// </summary>
    public static byte[] Initiation(bool asksForTextOnly) => Write("conversation_initiation_client_data", json =>
    {
        if (!asksForTextOnly) return;
        json.WriteStartObject("conversation_config_override");
        json.WriteStartObject("conversation");
        json.WriteBoolean("text_only", true);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] ContextualUpdate(string text) => Write("contextual_update", json => json.WriteString("text", text));

    public static byte[] UserMessage(string text) => Write("user_message", json => json.WriteString("text", text));

    public static byte[] Pong(string rawEventId) => Write("pong", json =>
    {
        json.WritePropertyName("event_id");
        json.WriteRawValue(rawEventId);
    });

    /// <summary>We have no client tools. Unanswered, the agent would wait for its tool time-out, longer than the contact's patience.</summary>
    public static byte[] ToolNotSupported(string rawCallId) => Write("client_tool_result", json =>
    {
        json.WritePropertyName("tool_call_id");
        json.WriteRawValue(rawCallId);
        json.WriteString("result", "not supported");
        json.WriteBoolean("is_error", true);
    });

    /// <summary>Nobody sits there to approve; a tool that may run unasked is configured so at the provider.</summary>
    public static byte[] NotApproved(string rawCallId) => Write("mcp_tool_approval_result", json =>
    {
        json.WritePropertyName("tool_call_id");
        json.WriteRawValue(rawCallId);
        json.WriteBoolean("is_approved", false);
    });

    private static byte[] Write(string type, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("type", type);
        rest(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
