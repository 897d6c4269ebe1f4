using System.Globalization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Two tenants share the chats. Everything that is ever said carries the name of its chat and of who says it, and is said once.</summary>
internal static class Names
{
    public const string Provider = "unipile";

    public static readonly TenantId[] Tenants = [new(new Guid("11111111-0000-0000-0000-000000000001")), new(new Guid("22222222-0000-0000-0000-000000000002"))];

    public static TenantId TenantOf(int chat) => Tenants[chat % 2];

    public static string AccountOf(TenantId tenant) => $"account-{Array.IndexOf(Tenants, tenant)}";

    public static string AgentOf(TenantId tenant) => $"agent-{Array.IndexOf(Tenants, tenant)}";

    public static ChatKey KeyOf(int chat)
    {
        var channel = ChannelKey.Of(TenantOf(chat), Provider).Channel;
        return new(TenantOf(chat), channel, ChatId.Of(channel, ProviderChatOf(chat)));
    }

    public static string ProviderChatOf(int chat) => string.Create(CultureInfo.InvariantCulture, $"chat-{chat}");

    public static int ChatOf(string providerChat) => int.Parse(providerChat.AsSpan(5), CultureInfo.InvariantCulture);

    public static string PhoneOf(int chat) => string.Create(CultureInfo.InvariantCulture, $"+9055500000{chat:00}");

    /// <summary><c>in:3:17</c>: the contact of chat 3 says something, the 17th thing that is said in this run.</summary>
    public static string Said(string who, int chat, int number) => string.Create(CultureInfo.InvariantCulture, $"{who}:{chat}:{number}");

    public static string WhoSaid(string text) => text[..text.IndexOf(':', StringComparison.Ordinal)];

    public static int WhereSaid(string text) => int.Parse(text.Split(':')[1], CultureInfo.InvariantCulture);
}
