using System.Net;
using System.Text;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// Finds the JSON in a delivery. Unipile announces <c>application/x-www-form-urlencoded</c> and sends plain JSON unless a header is configured,
/// so the content decides: JSON, or a form whose only key or value is the JSON (what a forwarder makes of such a body).
/// </summary>
internal static class UnipileBody
{
    /// <param name="parse">Null if it is no JSON.</param>
    /// <returns>Null if there is no JSON in it.</returns>
    public static T? Parse<T>(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, T?> parse) where T : class
    {
        body = JsonBody.AsUtf8(body);
        return parse(body) ?? Form(body, parse);
    }

    private static T? Form<T>(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, T?> parse) where T : class
    {
        var form = Encoding.UTF8.GetString(body.Span).Trim();
        if (form.Length == 0 || form.Contains('&')) return null;
        var split = form.IndexOf('=');
        var (key, value) = split < 0 ? (form, "") : (form[..split], form[(split + 1)..]);
        return Decoded(value, parse) ?? Decoded(key, parse);
    }

    private static T? Decoded<T>(string part, Func<ReadOnlyMemory<byte>, T?> parse) where T : class
    {
        var text = WebUtility.UrlDecode(part);
        return text.AsSpan().TrimStart().StartsWith("{") ? parse(Encoding.UTF8.GetBytes(text)) : null;
    }
}
