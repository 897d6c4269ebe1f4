namespace Orleans.WhatsApp.Channels.Wappi;

internal static class WappiChats
{
    /// <summary>Provably two chats. A number and a lid may be the same one.</summary>
    public static bool Differ(string one, string other)
    {
        (one, other) = (WappiElement.Plain(one), WappiElement.Plain(other));
        return one.Length > 0 && other.Length > 0 && WhatsAppAddress.IsLid(one) == WhatsAppAddress.IsLid(other) && !WhatsAppAddress.Same(one, other);
    }
}
