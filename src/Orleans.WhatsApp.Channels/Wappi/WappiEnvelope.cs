using System.Runtime.InteropServices;
using System.Text.Json;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>
/// What is kept of one element. One element may tell of several things, and each is an event of its own, so the envelope says which of them is meant:
/// <code>
/// wappi.webhook { "part": "message", "message": { … } }
/// wappi.message { "part": "message", "profile_id": "…", "chat_id": "…", "message": { … } }
/// </code>
/// The element stays as it came, but for what nobody reads again and what may be megabytes: the file in <c>body</c> (base64), thumbnails, and any other member
/// of more than <see cref="Long"/> bytes that is not the text. The file is fetched from Wappi.
/// </summary>
internal static class WappiEnvelope
{
    private const int Long = 4096;

    public static byte[] Wrap(string part, JsonElement element) => Wrap(part, "", "", element);

    public static byte[] Wrap(string part, string profile, string chat, JsonElement element) => JsonEnvelope.Write(writer =>
    {
        writer.WriteString("part", part);
        if (profile.Length > 0) writer.WriteString("profile_id", profile);
        if (chat.Length > 0) writer.WriteString("chat_id", chat);
        writer.WritePropertyName("message");
        Copy(writer, element, WappiContent.LongestBody(new WappiElement(element).Type));
    });

    private static void Copy(Utf8JsonWriter writer, JsonElement element, int longestBody)
    {
        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject())
        {
            if (member.WholeName() is not { } name) continue;
            if (name == "body" && member.Value.ValueKind == JsonValueKind.Object)
            {
                writer.WritePropertyName(name);
                Copy(writer, member.Value, Long);
            }
            else if (IsKept(name, JsonMarshal.GetRawUtf8Value(member.Value).Length, longestBody)) writer.WriteAsItCame(name, member.Value);
        }

        writer.WriteEndObject();
    }

    private static bool IsKept(string name, int length, int longestBody) => name switch
    {
        "body" => length <= longestBody,
        "thumbnail" or "JPEGThumbnail" or "jpegThumbnail" or "picture" or "file_b64" => false,
        _ => length <= Long,
    };
}
