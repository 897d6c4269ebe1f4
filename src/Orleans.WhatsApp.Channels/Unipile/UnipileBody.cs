using System.Net;
using System.Text;
using System.Text.Json;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// Finds the JSON in a delivery. Unipile announces <c>application/x-www-form-urlencoded</c> and sends plain JSON unless a header is configured,
/// so the content decides: JSON, or a form whose only key or value is the JSON (what a forwarder makes of such a body).
/// </summary>
internal static class UnipileBody
{
    /// <summary>Null if there is no JSON in it.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        body = JsonBody.AsUtf8(body);
        return JsonBody.Parse(body) ?? Form(body);
    }

    private static JsonDocument? Form(ReadOnlyMemory<byte> body)
    {
        var form = Encoding.UTF8.GetString(body.Span).Trim();
        if (form.Length == 0 || form.Contains('&')) return null;
        var split = form.IndexOf('=');
        var (key, value) = split < 0 ? (form, "") : (form[..split], form[(split + 1)..]);
        return Decoded(value) ?? Decoded(key);
    }

    private static JsonDocument? Decoded(string part)
    {
        var text = WebUtility.UrlDecode(part);
        return text.AsSpan().TrimStart().StartsWith("{") ? JsonBody.Parse(Encoding.UTF8.GetBytes(text)) : null;
    }
}
