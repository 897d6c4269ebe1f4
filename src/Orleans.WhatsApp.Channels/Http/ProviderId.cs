namespace Orleans.WhatsApp.Channels;

internal static class ProviderId
{
    /// <summary>
    /// Ids become keys and path segments: longer ones than this fit no index, <c>..</c> would leave its path, and the end of a line would forge another one in a log.
    /// Unipile's own have 22 characters, Meta's of messages some 60.
    /// </summary>
    public static bool Is(string id) => id.Length is > 0 and <= 256 && !string.IsNullOrWhiteSpace(id) && id.AsSpan().ContainsAnyExcept('.') && !HasControls(id);

    private static bool HasControls(ReadOnlySpan<char> id) => id.ContainsAnyInRange('\0', '\u001f') || id.ContainsAnyInRange('\u007f', '\u009f');
}
