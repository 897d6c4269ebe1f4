using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.WhatsApp.Channels;

/// <summary>A delivery's bytes as JSON, and one thing out of it as bytes again.</summary>
internal static class JsonBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Null if it is none. Bytes that are no UTF-8 read as replacement characters.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(AsUtf8(body));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static ReadOnlyMemory<byte> AsUtf8(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark)) body = body[3..];
        return Utf8.IsValid(body.Span) ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
    }
}
