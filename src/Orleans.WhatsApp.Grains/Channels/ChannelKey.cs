using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>The key of a channel's grain, made and read here only: two GUIDs in the "N" form, divided by a slash.</summary>
public sealed record ChannelKey(TenantId Tenant, ChannelId Channel)
{
    /// <summary>The tenant's one number at a provider; its id is derived, so that it stays when the provider's account id changes.</summary>
    public static ChannelKey Of(TenantId tenant, string provider) => new(tenant, new ChannelId(NameBasedId.Make(tenant.Value, $"channel/{provider}")));

    public static ChannelKey Of(ChatKey chat) => new(chat.Tenant, chat.Channel);

    /// <summary>Which of the providers the channel's id was derived from.</summary>
    public string ProviderAmong(IEnumerable<string> providers) =>
        providers.FirstOrDefault(provider => Of(Tenant, provider) == this) ?? throw new InvalidOperationException($"No provider here has the channel {Channel}.");

    public override string ToString() => $"{Tenant.Value:N}/{Channel.Value:N}";

    public static ChannelKey Parse(string key)
    {
        var parts = key.Split('/');
        return parts.Length == 2 && Guid.TryParseExact(parts[0], "N", out var tenant) && Guid.TryParseExact(parts[1], "N", out var channel)
            ? new ChannelKey(new(tenant), new(channel))
            : throw new FormatException("A channel key is tenant/channel.");
    }
}
