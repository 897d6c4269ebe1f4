using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// What an error means for a send: <c>{ "title": "…", "detail": "…", "type": "errors/disconnected_account", "status": 401 }</c>.
/// The slug decides; where it is unknown, the status does.
/// </summary>
internal static class UnipileErrors
{
    private static readonly SendResult.Refused Never = new("");
    private static readonly SendResult.Postponed Later = new("");
    private static readonly SendResult.Postponed Reconnect = new("", ChannelStatus.NeedsReconnect);
    private static readonly SendResult.Postponed Stopped = new("", ChannelStatus.Stopped);
    private static readonly SendResult.Unclear Perhaps = new("");

    public static readonly FrozenDictionary<string, SendResult> Table = new Dictionary<string, SendResult>
    {
        // 400: what we wrote is wrong.
        ["invalid_parameters"] = Never,
        ["malformed_request"] = Never,
        ["missing_parameters"] = Never,
        ["content_too_large"] = Never,
        ["too_many_characters"] = Never,
        ["unescaped_characters"] = Never,
        ["invalid_url"] = Never,

        // 401: our key (an operator will mend it, and nothing was sent), or the account is signed out at WhatsApp.
        ["missing_credentials"] = Later,
        ["disconnected_account"] = Reconnect,
        ["disconnected_feature"] = Reconnect,
        ["expired_credentials"] = Reconnect,
        ["invalid_credentials"] = Reconnect,
        ["multiple_sessions"] = Reconnect,
        ["wrong_account"] = Reconnect,
        ["insufficient_privileges"] = Reconnect,
        ["checkpoint_error"] = Reconnect,
        ["invalid_checkpoint_solution"] = Reconnect,
        ["captcha_not_supported"] = Reconnect,
        ["expired_link"] = Reconnect,
        ["invalid_credentials_but_valid_account_imap"] = Reconnect,

        // 403. A restricted account must fall silent at once, and each further try makes it worse; its message waits with it.
        ["account_restricted"] = Stopped,
        ["account_mismatch"] = Never,
        ["insufficient_permissions"] = Never,
        ["session_mismatch"] = Never,
        ["feature_not_subscribed"] = Never,
        ["subscription_required"] = Never,
        ["unknown_authentication_context"] = Never,
        ["action_required"] = Never,
        ["resource_access_restricted"] = Never,

        // 404
        ["resource_not_found"] = Never,
        ["invalid_resource_identifier"] = Never,

        // 407 and 502: the account's own proxy. It turned us away, or broke at a moment that nobody knows.
        ["proxy_auth_error"] = Later,
        ["proxy_error"] = Perhaps,

        // 408 and 504
        ["request_timeout"] = Perhaps,

        // 409: belongs to linking. A cancelled operation may have got some way.
        ["already_exists"] = Never,
        ["operation_canceled"] = Perhaps,

        // 415
        ["unsupported_media_type"] = Never,

        // 422: WhatsApp will not have it, but for the two in which it was not reached. limit_exceeded lasts a day, too long to wait in silence.
        ["invalid_recipient"] = Never,
        ["invalid_account"] = Never,
        ["blocked_recipient"] = Never,
        ["user_unreachable"] = Never,
        ["no_connection_with_recipient"] = Never,
        ["cant_send_message"] = Never,
        ["invalid_message"] = Never,
        ["unprocessable_entity"] = Never,
        ["invalid_thread"] = Never,
        ["limit_exceeded"] = Never,
        ["action_already_performed"] = Never,
        ["cannot_resend_yet"] = Never,
        ["realtime_client_not_initialized"] = Later,
        ["provider_unreachable"] = Later,

        // 425 and 429
        ["auth_in_progress"] = Later,
        ["too_many_requests"] = Later,

        // 500: there is no idempotency key, so only a look-up can tell.
        ["unexpected_error"] = Perhaps,
        ["provider_error"] = Perhaps,
        ["authentication_intent_error"] = Perhaps,

        // 501
        ["feature_not_implemented"] = Never,

        // 503: nobody was there to take it.
        ["no_client_session"] = Later,
        ["no_channel"] = Later,
        ["no_handler"] = Later,
        ["network_down"] = Later,
        ["service_unavailable"] = Later,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static SendResult Classify(int status, JsonElement body)
    {
        var code = Code(status, body);
        var row = Table.TryGetValue(code, out var known) ? known : ByStatus(status, Slug(body).Length > 0);
        return row switch
        {
            SendResult.Refused refused => refused with { Code = code },
            SendResult.Postponed postponed => postponed with { Code = code },
            _ => new SendResult.Unclear(code),
        };
    }

    /// <summary>The slug, or <c>http_502</c> for an answer that has none.</summary>
    public static string Code(int status, JsonElement body) => Slug(body).Or(string.Create(CultureInfo.InvariantCulture, $"http_{status}"));

    /// <summary>What a person may be shown of it.</summary>
    public static string Detail(JsonElement body)
    {
        var detail = body.Text("detail"u8).Or(body.Text("title"u8));
        return detail.Length > 300 ? detail[..300] : detail;
    }

    private static SendResult ByStatus(int status, bool hasSlug) => status switch
    {
        // With a slug it speaks of the account, as all but one of the known ones do; without, something before Unipile wants another key.
        401 => hasSlug ? Reconnect : Later,
        425 or 429 or 503 => Later,
        408 => Perhaps,
        >= 400 and <= 499 => Never,
        _ => Perhaps,
    };

    /// <summary>Bounded, because it becomes a code in rows, logs and metrics.</summary>
    private static string Slug(JsonElement body)
    {
        var type = body.Text("type"u8);
        var slug = type[(type.LastIndexOf('/') + 1)..];
        return slug.Length <= 60 && slug.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_') ? slug : "";
    }
}
