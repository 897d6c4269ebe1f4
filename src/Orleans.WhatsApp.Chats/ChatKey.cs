using System.Diagnostics.CodeAnalysis;

namespace Orleans.WhatsApp.Chats;

/// <summary>Where a chat lives: its tenant, its channel and itself. The grain's key is made and read here only.</summary>
public sealed record ChatKey(TenantId Tenant, ChannelId Channel, ChatId Chat)
{
    /// <summary>The grain key: three GUIDs in the "N" form, divided by slashes.</summary>
    public override string ToString() => $"{Tenant.Value:N}/{Channel.Value:N}/{Chat.Value:N}";

    public static ChatKey Parse(string key) => TryParse(key, out var parsed) ? parsed : throw new FormatException("A chat key is tenant/channel/chat.");

    public static bool TryParse(string? key, [NotNullWhen(true)] out ChatKey? parsed)
    {
        parsed = null;
        var parts = key?.Split('/');
        if (parts is not { Length: 3 }
            || !Guid.TryParseExact(parts[0], "N", out var tenant)
            || !Guid.TryParseExact(parts[1], "N", out var channel)
            || !Guid.TryParseExact(parts[2], "N", out var chat)) return false;

        parsed = new ChatKey(new(tenant), new(channel), new(chat));
        return true;
    }
}
