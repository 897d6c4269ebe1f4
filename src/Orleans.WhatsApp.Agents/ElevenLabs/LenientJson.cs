using System.Globalization;
using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// Reading what may be absent or of another type than the schema says: the provider's own clients have met ids as numbers, as strings and not at all.
/// Whatever is not there reads as nothing.
/// </summary>
internal static class LenientJson
{
    public static JsonElement Child(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    public static string? Text(this JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair: "\ud83d" is legal JSON and no legal text
        }
    }

    public static long? Number(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : null,
        JsonValueKind.String => long.TryParse(value.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    /// <summary>An id to be sent back as it came: <c>123</c> or <c>"123"</c>, quotes included.</summary>
    public static string? RawId(this JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.GetRawText() : null;
}
