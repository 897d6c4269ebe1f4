using System.Security.Claims;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Demo;

/// <summary>The contacts' phones of the simulated world, as far as they write to the caller's own number.</summary>
internal sealed class DemoDesk(SimulatedWorld world, IGrainFactory grains, IDashboardQueries queries, IChannelStore channels)
{
    /// <summary>The world forgets nothing while it runs.</summary>
    private const int MostContacts = 50;
    private const int MostMessages = 2_000;
    private const int Shown = 200;

    public async Task<IReadOnlyList<DemoContact>> Contacts(ClaimsPrincipal caller)
    {
        var channel = await grains.Channel(caller.TenantId()).Read();
        var contacts = new List<DemoContact>();
        foreach (var chat in Chats(channel)) contacts.Add(new(chat.Contact.PhoneNumber, chat.Contact.Name ?? "", await ChatOf(caller, channel, chat)));
        return contacts;
    }

    /// <param name="phone">E.164 with its plus.</param>
    public async Task<IReadOnlyList<DemoMessage>> Messages(ClaimsPrincipal caller, string phone) =>
        ChatWith(await grains.Channel(caller.TenantId()).Read(), phone) is { } chat ? [.. chat.Messages.TakeLast(Shown).Select(DemoMessage.Of)] : [];

    /// <summary>What was written, or a problem's code.</summary>
    public async Task<(DemoMessage? Written, string Refusal)> Write(ClaimsPrincipal caller, string phone, string text, string? name)
    {
        var channel = await grains.Channel(caller.TenantId()).Read();
        if (AccountOf(channel) is not { } account) return (null, "not_connected");
        var chat = ChatWith(channel, phone);
        if (chat is null ? Chats(channel).Count() >= MostContacts : chat.Messages.Count >= MostMessages) return (null, "demo_full");
        return (DemoMessage.Of(world.Contact(phone, name).Write(text, account)), "");
    }

    private SimulatedAccount? AccountOf(ChannelView channel) => world.Accounts.FirstOrDefault(account => account.Id == channel.AccountId);

    private IEnumerable<SimulatedChat> Chats(ChannelView channel) => AccountOf(channel) is { } account
        ? world.Chats(account).Where(chat => !chat.IsGroup).OrderBy(chat => chat.Contact.PhoneNumber, StringComparer.Ordinal)
        : [];

    private SimulatedChat? ChatWith(ChannelView channel, string phone) => Chats(channel).FirstOrDefault(chat => chat.Contact.PhoneNumber == phone);

    /// <summary>Null until the contact's first message has come in.</summary>
    private async Task<Guid?> ChatOf(ClaimsPrincipal caller, ChannelView channel, SimulatedChat chat)
    {
        var (tenant, ours) = (caller.TenantId(), ChannelKey.Of(caller.TenantId(), channel.Provider).Channel);
        var alias = channel.HasMigrated ? await channels.Alias(tenant, ours, chat.Id) : null;
        return (await queries.Chat(tenant, alias ?? ChatId.Of(ours, chat.Id)))?.Id.Value;
    }
}
