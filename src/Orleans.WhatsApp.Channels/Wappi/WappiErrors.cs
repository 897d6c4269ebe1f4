using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>
/// What an error means: <c>{ "status": "error", "detail": "…" }</c>, with an HTTP status that fits, or with 200. Details are prose, so only a few words of them
/// count, and never become a code: they may hold a number.
/// </summary>
internal static class WappiErrors
{
    /// <summary>Words in a detail, and the status that such an answer should have. The first that is found counts.</summary>
    private static readonly (string Words, int Status)[] Details =
    [
        ("already authorized", 409),
        ("not authorized", 401), ("unauthorized", 401), ("not logged in", 401), ("invalid token", 401), ("wrong token", 401),
        ("payment", 402), ("not paid", 402),
        ("too many", 429), ("rate limit", 429),
        // Said of a call that had begun.
        ("timeout", 504), ("timed out", 504), ("deadline", 504), ("internal", 500), ("connection closed", 500), ("connection reset", 500),
    ];

    /// <summary>An error that came as a success becomes one; the rest of an answer stays.</summary>
    public static ProviderAnswer Plain(ProviderAnswer answer)
    {
        if (answer is not ProviderAnswer.Answered { Status: >= 200 and <= 299 or 400 } told || !IsError(told)) return answer;
        var status = Status(Detail(told.Body)) is var stated and > 0 ? stated : 400;
        return told with { Status = status, Code = Code(status, told.Body) };
    }

    public static SendResult Classify(int status, string code) => status switch
    {
        401 => new SendResult.Postponed(code, ChannelStatus.NeedsReconnect),
        402 => new SendResult.Postponed(code, ChannelStatus.Stopped),
        // Turned away at the door. Nothing else in the 500s says so: a gateway's 502 to 504 may hide a message that went out, and a look-up can tell.
        425 or 429 => new SendResult.Postponed(code),
        408 or >= 500 => new SendResult.Unclear(code),
        _ => new SendResult.Refused(code),
    };

    public static string Code(int status, JsonElement body) => status switch
    {
        400 => "invalid_request",
        401 => "unauthorized",
        402 => "payment_required",
        404 => "not_found",
        409 => "already_authorized",
        429 => "too_many_requests",
        _ => string.Create(CultureInfo.InvariantCulture, $"http_{status}"),
    };

    /// <summary>What a person may be shown of it.</summary>
    public static string Detail(JsonElement body)
    {
        var detail = body.Text("detail"u8).Or(body.Text("message"u8));
        return detail.Length > 300 ? detail[..300] : detail;
    }

    private static bool IsError(ProviderAnswer.Answered answer) => answer.Body.Text("status"u8).Equals("error", StringComparison.OrdinalIgnoreCase);

    private static int Status(string detail)
    {
        foreach (var (words, status) in Details)
            if (detail.Contains(words, StringComparison.OrdinalIgnoreCase)) return status;
        return 0;
    }
}
