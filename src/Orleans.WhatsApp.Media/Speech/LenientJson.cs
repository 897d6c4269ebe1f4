using System.Text.Json;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>Reading what may be absent, or of another type than the documents say. Whatever is not there reads as nothing.</summary>
internal static class LenientJson
{
    public static JsonElement Child(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    public static IEnumerable<JsonElement> Items(this JsonElement parent) => parent.ValueKind is JsonValueKind.Array ? parent.EnumerateArray() : [];

    public static string Text(this JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String) return "";
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return ""; // half of a surrogate pair: legal JSON and no legal text
        }
    }

    /// <summary>A provider's word in small letters, fit to be a code in rows and logs; empty if it is none.</summary>
    public static string Code(this JsonElement value)
    {
        var code = value.Text().ToLowerInvariant();
        return code.Length <= 60 && code.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_') ? code : "";
    }
}
