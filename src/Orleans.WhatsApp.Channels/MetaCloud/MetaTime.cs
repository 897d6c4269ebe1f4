using System.Text.Json;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>Meta writes whole seconds since 1970, in messages and statuses as text.</summary>
internal static class MetaTime
{
    public static DateTimeOffset Read(JsonElement element, DateTimeOffset receivedAt) =>
        ProviderTime.OfSeconds(element.Count("timestamp"u8), receivedAt) ?? receivedAt;
}
