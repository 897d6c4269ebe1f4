using System.Text.Json;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>Meta writes whole seconds since 1970, in messages and statuses as text.</summary>
internal static class MetaTime
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static DateTimeOffset Read(JsonElement element, DateTimeOffset receivedAt)
    {
        var seconds = element.Count("timestamp");
        if (seconds == 0 || seconds > Latest) return receivedAt;
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return ProviderTime.IsBelievable(at, receivedAt) ? at : receivedAt;
    }
}
