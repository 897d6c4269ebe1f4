using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// What an error means for a send:
/// <code>
/// { "error": { "message": "(#131047) …", "type": "OAuthException", "code": 131047, "error_subcode"?, "error_data"?: { "messaging_product", "details" },
///   "error_user_title"?, "error_user_msg"?, "is_transient"?: true, "fbtrace_id" } }
/// </code>
/// The code decides; where it is unknown, the status does.
/// </summary>
internal static class MetaErrors
{
    private static readonly SendResult.Refused Never = new("");
    private static readonly SendResult.Postponed Later = new("");
    private static readonly SendResult.Postponed Reconnect = new("", ChannelStatus.NeedsReconnect);
    private static readonly SendResult.Postponed Stopped = new("", ChannelStatus.Stopped);
    private static readonly SendResult.Unclear Perhaps = new("");

    public static readonly FrozenDictionary<int, SendResult> Table = new Dictionary<int, SendResult>
    {
        // The token, or what it may do. 200 to 299 are permissions as well.
        [0] = Reconnect,
        [3] = Reconnect,
        [10] = Reconnect,
        [190] = Reconnect,
        [131005] = Reconnect,
        // The number itself must be registered again.
        [131045] = Reconnect,
        [133010] = Reconnect,

        // Too fast: for the app, the account, the number, the registration, one person (131056).
        [4] = Later,
        [613] = Later,
        [80007] = Later,
        [130429] = Later,
        [131056] = Later,
        [131064] = Later,
        [133016] = Later,
        // Maintenance.
        [131057] = Later,

        // Spam, policy, a lock, a country, the bill: each further try makes it worse, so the number falls silent and its messages wait.
        [368] = Stopped,
        [130497] = Stopped,
        [131031] = Stopped,
        [131042] = Stopped,
        [131044] = Stopped,
        [131048] = Stopped,

        // The contact's 24 hours are over; a template is the only way.
        [131047] = Never,

        // This person cannot be reached like this.
        [130472] = Never,
        [131021] = Never,
        [131026] = Never,
        [131030] = Never,
        [131037] = Never,
        [131049] = Never,
        [131050] = Never,
        [131062] = Never,
        [131063] = Never,

        // What we wrote is wrong.
        [33] = Never,
        [100] = Never,
        [131008] = Never,
        [131009] = Never,
        [131051] = Never,
        [131052] = Never,
        [131053] = Never,
        [135000] = Never,
        [137000] = Never,

        // The template.
        [132000] = Never,
        [132001] = Never,
        [132005] = Never,
        [132007] = Never,
        [132012] = Never,
        [132015] = Never,
        [132016] = Never,
        [132068] = Never,
        [132069] = Never,

        // Unwell. With a status below 500 the request was turned away; from there on see OfServer.
        [1] = Later,
        [2] = Later,
        [131000] = Later,
        [131016] = Later,
    }.ToFrozenDictionary();

    public static SendResult Classify(int status, JsonElement body)
    {
        var code = Code(status, body);
        return Row(status, body) switch
        {
            SendResult.Refused => new SendResult.Refused(code),
            SendResult.Postponed postponed => postponed with { Code = code },
            _ => new SendResult.Unclear(code),
        };
    }

    /// <summary>Meta's number, or <c>http_502</c> for an answer that has none.</summary>
    public static string Code(int status, JsonElement body) =>
        Number(body) is { } code ? code.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"http_{status}");

    /// <summary>What a person may be shown of it.</summary>
    public static string Detail(JsonElement body)
    {
        var error = body.Field("error"u8);
        var detail = error.Field("error_data"u8).Text("details"u8).Or(error.Text("error_user_msg"u8)).Or(error.Text("message"u8));
        return string.Concat(detail.EnumerateRunes().Take(300));
    }

    private static SendResult Row(int status, JsonElement body)
    {
        if (Number(body) is not { } code) return ByStatus(status);
        if (code is >= 200 and <= 299) return Reconnect;
        if (!Table.TryGetValue(code, out var row)) return body.Field("error"u8).Flag("is_transient"u8) == true ? OfServer(status) : ByStatus(status);
        return code is 1 or 2 or 131000 or 131016 ? OfServer(status) : row;
    }

    /// <summary>
    /// Something is the matter at Meta, for a while. With a status of 500 or above it may have been so after the message was taken: there is no idempotency key,
    /// and "something went wrong" is also said where only the answer went wrong. It is left unclear, and the statuses, which carry our reference, tell.
    /// </summary>
    private static SendResult OfServer(int status) => status >= 500 ? Perhaps : Later;

    /// <summary>Without a code of Meta's, something before it answered.</summary>
    private static SendResult ByStatus(int status) => status switch
    {
        401 or 425 or 429 => Later,
        408 => Perhaps,
        >= 400 and <= 499 => Never,
        _ => Perhaps,
    };

    private static int? Number(JsonElement body)
    {
        var code = body.Field("error"u8).Field("code"u8);
        return code.ValueKind switch
        {
            JsonValueKind.Number => code.TryGetInt32(out var number) && number >= 0 ? number : null,
            JsonValueKind.String => int.TryParse(code.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => null,
        };
    }
}
