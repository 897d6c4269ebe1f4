using System.Text.Json;

namespace Orleans.WhatsApp.Channels;

/// <summary>
/// As <see cref="JsonFields"/>, in one pass and without a document: for what comes by the thousand. Whoever reads a value leaves the reader at its last token. What is no
/// JSON throws <see cref="JsonException"/>.
/// </summary>
internal static class JsonTokens
{
    /// <summary>False at the object's end.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>False at the list's end.</summary>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the member is called so.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueIsEscaped ? reader.IsEscaped(name) : reader.ValueSpan.SequenceEqual(name);

    private static bool IsEscaped(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no such member is ours.
            return false;
        }
    }

    /// <summary>From a member's name to its value; false, and at its end, if that is no object.</summary>
    public static bool EntersObject(this ref Utf8JsonReader reader) => reader.Enters(JsonTokenType.StartObject);

    /// <summary>The same for a list.</summary>
    public static bool EntersList(this ref Utf8JsonReader reader) => reader.Enters(JsonTokenType.StartArray);

    /// <summary>Of the item of a list at which the reader is: false, and at its end, if it is no object.</summary>
    public static bool IsObject(this ref Utf8JsonReader reader) => reader.IsAt(JsonTokenType.StartObject);

    /// <summary>Of the member whose name was read; empty if it is no text.</summary>
    public static string Text(this ref Utf8JsonReader reader) => reader.Enters(JsonTokenType.String) ? reader.TextHere() : "";

    /// <summary>The same, or if it is an object, the text of that member of it.</summary>
    public static string TextOrIn(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.TextHere() : JsonElement.ParseValue(ref reader).Text(name);
    }

    /// <summary>Of the member whose name was read; null if it is nothing of the kind.</summary>
    public static bool? Flag(this ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Number: return reader.TryGetDouble(out var number) ? number != 0 : null;
            case JsonTokenType.String: return JsonFields.FlagOf(reader.TextHere());
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Of the member whose name was read, as an element.</summary>
    public static JsonElement Value(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonElement.ParseValue(ref reader);
    }

    private static bool Enters(this ref Utf8JsonReader reader, JsonTokenType kind)
    {
        reader.Read();
        return reader.IsAt(kind);
    }

    private static bool IsAt(this ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (reader.TokenType == kind) return true;
        reader.Skip();
        return false;
    }

    private static string TextHere(this ref Utf8JsonReader reader)
    {
        try
        {
            return JsonFields.WithoutNul(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return JsonFields.WithoutNul(JsonFields.WithWholeCharacters(reader.ValueSpan));
        }
    }
}
