using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How JSON and times look on the wire.</summary>
internal static partial class Wire
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // Emoji and Turkish letters stay readable, as the provider sends them.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Exactly three digits of milliseconds and a Z: the provider refuses every other spelling.</summary>
    public static bool TryTime(string text, out DateTimeOffset at) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    public static string Text(JsonNode node) => node.ToJsonString(Readable);

    /// <summary>As <see cref="Text"/> with everything beyond ASCII as <c>\uXXXX</c> in lower-case hex, as Meta sends it.</summary>
    public static string EscapedText(JsonNode node)
    {
        var escaped = new StringBuilder();
        // The serializer escapes some things by itself, in upper case; a pair of backslashes is a unit and no beginning of an escape.
        foreach (var letter in Escape().Replace(Text(node), escape => escape.Value[1] is 'u' ? escape.Value.ToLowerInvariant() : escape.Value))
        {
            if (char.IsAscii(letter)) escaped.Append(letter);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return escaped.ToString();
    }

    /// <summary>Unix seconds as a string: Meta's way.</summary>
    public static string UnixText(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

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

    /// <summary>Null when the body is no form.</summary>
    public static async Task<IFormCollection?> ReadForm(HttpRequest request)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    public static async Task<byte[]> ReadFile(IFormFile file)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return content.ToArray();
    }

    public static string? String(this JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static JsonObject? Object(this JsonObject json, string key) => json[key] as JsonObject;

    public static IReadOnlyList<JsonObject> Objects(this JsonObject json, string key) =>
        json[key] is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    public static int? Integer(this JsonObject json, string key) => json[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static double? Fraction(this JsonObject json, string key) => json[key] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    public static bool? Flag(this JsonObject json, string key) => json[key] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|.)")]
    private static partial Regex Escape();
}
