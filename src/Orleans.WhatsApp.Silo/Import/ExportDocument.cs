using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>
/// One document of MongoDB as Extended JSON, version 1 or 2, relaxed or canonical, or as plain JSON:
/// <code>
/// { "_id": { "$oid": "64f0…" } | "64f0…", "createdAt": { "$date": "2024-…Z" | 1709… | { "$numberLong": "1709…" } } | "2024-…Z" | 1709…,
///   "n": { "$numberInt": "5" } | { "$numberLong": "5" } | { "$numberDouble": "5.0" } | 5 }
/// </code>
/// What is absent, null or of another type reads as null.
/// </summary>
internal readonly struct ExportDocument(JsonElement element)
{
    // Nothing on WhatsApp is older, and adding a duration to the year 9999 would throw.
    private static readonly DateTimeOffset Earliest = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads the line with <paramref name="read"/> while its bytes are there.</summary>
    public static Reading<T> Parse<T>(ReadOnlyMemory<byte> line, Func<ExportDocument, Reading<T>> read) where T : class
    {
        if (!Utf8.IsValid(line.Span)) return Fault.BrokenJson("it is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(new(document.RootElement)) : Fault.BrokenJson("it is no object");
        }
        catch (JsonException cause)
        {
            // Its own words may quote the document.
            return Fault.BrokenJson(cause.BytePositionInLine is { } at ? $"it breaks at byte {at + 1}" : "it breaks");
        }
        catch (InvalidOperationException)
        {
            return Fault.BrokenJson("it holds half a character");
        }
    }

    /// <summary>The line's <c>_id</c> even where the rest of it is no use; null if it has none.</summary>
    public static string? IdIn(ReadOnlyMemory<byte> line) =>
        Parse<string>(line, document => document.Id("_id") is { } id ? id : Fault.Missing("_id")).Row;

    public bool Has(string name) => Field(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public ExportDocument Document(string name) => new(Field(name));

    public string? Text(string name) => Text(Field(name));

    /// <summary>An id of either form; ids of other systems may be plain strings.</summary>
    public string? Id(string name) => (Text(Field(name)) ?? Text(Inside(Field(name), "$oid"))) is { Length: > 0 } id ? id : null;

    public bool? Flag(string name) => Field(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public long? Number(string name) => Number(Field(name));

    public DateTimeOffset? Time(string name)
    {
        var value = Field(name);
        if (Inside(value, "$date") is { ValueKind: not JsonValueKind.Undefined } date) value = date;
        var at = Text(value) is { } text ? Parsed(text) : Number(value) is { } milliseconds ? FromMilliseconds(milliseconds) : null;
        return at >= Earliest && at < Latest ? at : null;
    }

    /// <summary>When the document was made: its own word, or else the time that an ObjectId begins with.</summary>
    public DateTimeOffset? CreatedAt() => Time("createdAt") ?? Time("created_at") ?? MadeAt(Id("_id"));

    public IReadOnlyList<string?> Texts(string name) =>
        Field(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Text)] : [];

    private JsonElement Field(string name) => Inside(element, name);

    private static JsonElement Inside(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetInt64(out var exact) ? exact : Whole(value.GetDouble());
        var text = Text(Inside(value, "$numberLong")) ?? Text(Inside(value, "$numberInt")) ?? Text(Inside(value, "$numberDouble"));
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Whole(number) : null;
    }

    /// <summary>Milliseconds since 1970 keep their every digit in a double.</summary>
    private static long? Whole(double number) => double.IsFinite(number) && Math.Abs(number) < 1L << 53 ? (long)number : null;

    private static DateTimeOffset? FromMilliseconds(long milliseconds) =>
        milliseconds is > 0 and < 10_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private static DateTimeOffset? Parsed(string text)
    {
        // Older tools write the offset as +0000.
        if (text.Contains('T', StringComparison.Ordinal) && text.AsSpan().LastIndexOfAny('+', '-') == text.Length - 5) text = text.Insert(text.Length - 2, ":");
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var at) ? at : null;
    }

    private static DateTimeOffset? MadeAt(string? id)
    {
        if (id is not { Length: 24 } || !id.All(char.IsAsciiHexDigit)) return null;
        var at = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(Convert.FromHexString(id.AsSpan(0, 8))));
        return at >= Earliest && at < Latest ? at : null;
    }
}
