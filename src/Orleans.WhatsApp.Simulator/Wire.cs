using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How JSON and times look on the wire.</summary>
internal static class Wire
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // Emoji and Turkish letters stay readable, as the provider sends them.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Exactly three digits of milliseconds and a Z: the provider refuses every other spelling.</summary>
    public static bool TryTime(string text, out DateTimeOffset at) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    public static string Text(JsonNode node) => node.ToJsonString(Readable);

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Readable);

    public static IResult Answer(JsonNode body, int status = StatusCodes.Status200OK) =>
        Results.Text(Text(body), "application/json; charset=utf-8", statusCode: status);

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>The body as a JSON object; empty when there is no body, null when it is something else.</summary>
    public static async Task<JsonObject?> ReadObject(HttpRequest request)
    {
        try
        {
            if (request.ContentLength is 0) return [];
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return request.ContentLength is null && request.ContentType is null ? [] : null;
        }
    }

    public static string? String(this JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
