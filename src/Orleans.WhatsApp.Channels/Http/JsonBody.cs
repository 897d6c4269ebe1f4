using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.WhatsApp.Channels;

/// <summary>The JSON of a delivery, whatever its content type says.</summary>
internal static class JsonBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Null if it is none. What is no UTF-8 reads as U+FFFD.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(Clean(body));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Without a byte order mark, and in UTF-8 throughout.</summary>
    public static ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark)) body = body[3..];
        return Utf8.IsValid(body.Span) ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
    }
}
