using System.Security.Claims;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Demo;

/// <summary>The contacts' phones of the simulated world, as far as they write to the caller's own numbers.</summary>
internal sealed class DemoDesk(SimulatedWorld world, IGrainFactory grains, IDashboardQueries queries, IChannelStore channels, IEnumerable<IChannel> offered)
{
    /// <summary>The world forgets nothing while it runs.</summary>
    private const int MostContacts = 50;
    private const int MostMessages = 2_000;
    private const int Shown = 200;

    public async Task<IReadOnlyList<DemoContact>> Contacts(ClaimsPrincipal caller)
    {
        var contacts = new List<DemoContact>();
        foreach (var (channel, chat) in await Chats(caller))
            contacts.Add(new(chat.Contact.PhoneNumber, chat.Contact.Name ?? "", await ChatOf(caller, channel, chat), channel.Provider));
        return contacts;
    }

    /// <param name="phone">E.164 with its plus.</param>
    public async Task<IReadOnlyList<DemoMessage>> Messages(ClaimsPrincipal caller, string phone) =>
        ChatWith(await Chats(caller), phone) is { } chat ? [.. chat.Messages.TakeLast(Shown).Select(DemoMessage.Of)] : [];

    /// <summary>What was written, or a problem's code. Somebody new writes to the number that is scanned with a QR code.</summary>
    public async Task<(DemoMessage? Written, string Refusal)> Write(ClaimsPrincipal caller, string phone, string text, string? name)
    {
        var chats = await Chats(caller);
        var chat = ChatWith(chats, phone);
        var account = chat?.Account ?? AccountOf(await grains.Channel(caller.TenantId()).Read());
        if (account is null) return (null, "not_connected");
        if (chat is null ? chats.Count >= MostContacts : chat.Messages.Count >= MostMessages) return (null, "demo_full");
        return (DemoMessage.Of(world.Contact(phone, name).Write(text, account)), "");
    }

    /// <summary>What the product calls the account's provider.</summary>
    public static string WordOf(SimulatedAccount account) => account.Provider switch
    {
        WhatsAppProvider.Meta => "meta",
        WhatsAppProvider.Wappi => "wappi",
        _ => GrainAddresses.Provider,
    };

    private SimulatedAccount? AccountOf(ChannelView channel) => world.Accounts.FirstOrDefault(account => account.Id == channel.AccountId && WordOf(account) == channel.Provider);

    private async Task<IReadOnlyList<(ChannelView Channel, SimulatedChat Chat)>> Chats(ClaimsPrincipal caller)
    {
        var chats = new List<(ChannelView, SimulatedChat)>();
        foreach (var provider in offered.Select(channel => channel.Provider))
        {
            var channel = await grains.Channel(caller.TenantId(), provider).Read();
            if (AccountOf(channel) is { } account) chats.AddRange(world.Chats(account).Where(chat => !chat.IsGroup).Select(chat => (channel, chat)));
        }

        return [.. chats.OrderBy(one => one.Item2.Contact.PhoneNumber, StringComparer.Ordinal)];
    }

    private static SimulatedChat? ChatWith(IReadOnlyList<(ChannelView Channel, SimulatedChat Chat)> chats, string phone) =>
        chats.Select(one => one.Chat).FirstOrDefault(chat => chat.Contact.PhoneNumber == phone);

    /// <summary>Null until the contact's first message has come in.</summary>
    private async Task<Guid?> ChatOf(ClaimsPrincipal caller, ChannelView channel, SimulatedChat chat)
    {
        var (tenant, ours) = (caller.TenantId(), ChannelKey.Of(caller.TenantId(), channel.Provider).Channel);
        // What the Cloud API and Wappi call a chat is the contact's number.
        var named = channel.Provider == GrainAddresses.Provider ? chat.Id : chat.Contact.PhoneNumber.TrimStart('+');
        var alias = channel.HasMigrated ? await channels.Alias(tenant, ours, named) : null;
        return (await queries.Chat(tenant, alias ?? ChatId.Of(ours, named)))?.Id.Value;
    }
}
