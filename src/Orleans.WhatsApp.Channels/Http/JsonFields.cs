using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Orleans.WhatsApp.Channels;

/// <summary>Reading JSON in which any member may be missing, null or of another type: whatever is not what was asked for reads as absent.</summary>
internal static class JsonFields
{
    /// <summary>For a name that is known only now.</summary>
    public static JsonElement Field(this JsonElement element, string name) => element.Field(Encoding.UTF8.GetBytes(name));

    /// <summary>An undefined element if there is no such member.</summary>
    public static JsonElement Field(this JsonElement element, ReadOnlySpan<byte> name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // A member whose own name holds half a surrogate pair cannot be compared. No such member is ours.
            return default;
        }
    }

    public static string Text(this JsonElement element, ReadOnlySpan<byte> name) => element.Field(name).Text();

    /// <summary>Without NUL characters, which PostgreSQL's text refuses, and with half surrogate pairs (a cut emoji) replaced.</summary>
    public static string Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return "";
        try
        {
            return WithoutNul(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return WithoutNul(WithWholeCharacters(JsonMarshal.GetRawUtf8Value(element)[1..^1]));
        }
    }

    internal static string WithoutNul(string text) => text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;

    /// <summary>
    /// Webhooks write true, REST rows 1, some forwarders "true". Null if there is nothing of the kind.
    /// </summary>
    public static bool? Flag(this JsonElement element, ReadOnlySpan<byte> name)
    {
        var value = element.Field(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.TryGetDouble(out var number) ? number != 0 : null,
            JsonValueKind.String => FlagOf(value.Text()),
            _ => null,
        };
    }

    internal static bool? FlagOf(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => null,
    };

    /// <summary>Zero if it is not a whole number that fits; <c>file_size</c> comes as a number or a string.</summary>
    public static long Count(this JsonElement element, ReadOnlySpan<byte> name)
    {
        var value = element.Field(name);
        var count = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var number) ? number : 0,
            JsonValueKind.String => long.TryParse(value.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            _ => 0,
        };
        return Math.Max(0, count);
    }

    /// <summary>Nothing if it is no list.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, ReadOnlySpan<byte> name)
    {
        var list = element.Field(name);
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
    }

    /// <summary>Null for a name that holds half a surrogate pair: no such member is ours.</summary>
    public static string? WholeName(this JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string Or(this string text, string other) => text.Length > 0 ? text : other;

    /// <param name="rawLiteral">What stands between the quotes.</param>
    internal static string WithWholeCharacters(ReadOnlySpan<byte> rawLiteral)
    {
        var literal = Encoding.UTF8.GetString(rawLiteral);
        var text = new StringBuilder(literal.Length);
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
                continue;
            }

            switch (literal[++i])
            {
                case 'u':
                    text.Append((char)ushort.Parse(literal.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                default: text.Append(literal[i]); break;
            }
        }

        // There and back again: the encoder puts U+FFFD where half a pair stands.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
