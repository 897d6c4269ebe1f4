using System.Collections.Frozen;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>Why a socket closed, in one short word of a closed vocabulary, and whether another conversation is worth trying.</summary>
/// <param name="Code">The close code; 1006 where there was none.</param>
internal sealed record Closing(int Code, string Reason, bool MayRetry)
{
    public const int None = 1006;

    // 1002's other words are time-outs and mishaps on the provider's side. Its two here, like all of 1008, would be met again: the text or the set-up
    // causes them.
    private static readonly FrozenSet<string> Lasting = FrozenSet.Create(
        "safety_violation", "custom_llm_error",
        "invalid_message", "missing_fields", "value_error", "override_error", "missing_dynamic_variable", "missing_dynamic_variable_transfer",
        "mcp_tool_error", "mcp_https_error", "telephony_agent_error",
        "refused", "rejected");

    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        "max_duration_exceeded",
        "transport_receive_timeout", "llm_timeout", "llm_error", "cascade_brain_error", "asr_transcription_error", "vad_error", "turn_probability_error",
        "tts_cascade_error", "http_exception", "redis_timeout_error", "asyncio_timeout",
        "unknown_websocket_crash");

    public static Closing ByUs { get; } = new(1000, "closed_by_us", MayRetry: true);

    public static Closing MadeRoom { get; } = new(1000, "made_room", MayRetry: true);

    public static Closing Silent { get; } = new(None, "silent", MayRetry: true);

    public static Closing QueueTimedOut { get; } = new(3008, "queue_timed_out", MayRetry: true);

    /// <param name="text">
    /// The close frame's reason: sometimes one of the words, sometimes prose (<c>Override for field 'text_only' is not allowed by config.</c>), which is
    /// not passed on.
    /// </param>
    /// <param name="error">The last error frame. It usually comes just before the close; an old one does not explain a normal close.</param>
    public static Closing From(int? code, string? text, ServerFrame.Error? error, bool hungUp)
    {
        var known = code is null or 1005 ? None : code.Value; // 1005 stands for a close frame without a code
        var reason = Listed(text)
            ?? (error is not null && Explains(error, known) ? Word(error) : null)
            ?? (hungUp && known is 1000 ? "end_call" : Word(known));
        return new(known, reason, !Lasting.Contains(reason) && MayRetryAfter(known));
    }

    public static string Word(ServerFrame.Error error) =>
        Listed(error.Type) ?? Listed(error.Reason) ?? (error.Code is { } code ? Word(code) : "provider_error");

    public static bool IsLasting(string reason) => Lasting.Contains(reason);

    private static bool Explains(ServerFrame.Error error, int code) => code is None || (error.Code is null ? code is not 1000 : error.Code == code);

    // A word that is new at the provider reads as its code's until it is listed above.
    private static string? Listed(string? word) => word is not null && (Lasting.Contains(word) || Passing.Contains(word)) ? word : null;

    private static string Word(int code) => code switch
    {
        1000 => "closed",
        1001 => "going_away",
        1002 => "provider_error",
        None => "lost",
        1003 or 1007 or 1008 or 1009 or 1010 => "refused",
        1011 => "provider_crash",
        1012 => "restarting",
        1013 => "try_again_later",
        1014 => "bad_gateway",
        3000 => "rejected",
        3008 => "queue_timed_out",
        _ => "closed_other",
    };

    // Private codes that we do not know are decisions of the provider, and asking again would only repeat the question.
    private static bool MayRetryAfter(int code) => code is 1000 or 1001 or 1002 or None or 1011 or 1012 or 1013 or 1014 or 3008;
}
