using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary><c>{"signed_url":"wss://…/v1/convai/conversation?agent_id=…&amp;conversation_signature=…"}</c></summary>
internal static class SignedUrl
{
    /// <summary>
    /// The address to connect to: the given one to the letter, since a signature may not survive re-encoding, and <c>textOnly=true</c> after it.
    /// The provider's own clients do not send that parameter, and unknown ones are ignored; the first frame is what asks for text mode.
    /// </summary>
    public static bool TryRead(JsonElement body, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        if (body.Child("signed_url").Text() is not { Length: > 0 } url) return false;
        var full = url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "textOnly=true";
        return Uri.TryCreate(full, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out address)
            && address is { IsAbsoluteUri: true, Scheme: "ws" or "wss" };
    }
}
