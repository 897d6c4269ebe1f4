using System.Net.Http.Headers;
using System.Text.Json;

namespace Orleans.WhatsApp.Channels.Wappi;

internal static class WappiBody
{
    /// <summary>With its length: a request in chunks is more than a gateway of this kind can be trusted to read.</summary>
    public static ByteArrayContent Of<T>(T body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
