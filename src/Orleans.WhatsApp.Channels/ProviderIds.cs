namespace Orleans.WhatsApp.Channels;

internal static class ProviderIds
{
    /// <summary>Ids become keys and path segments: longer ones than this fit no index, and <c>..</c> would leave its path.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= 256 && !string.IsNullOrWhiteSpace(id) && id.AsSpan().ContainsAnyExcept('.');
}
