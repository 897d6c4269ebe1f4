using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class ContactConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task The_chats_of_a_contact_are_found_by_number_and_by_address_on_every_channel_and_in_no_other_tenant()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var second = new ChannelId(Guid.NewGuid());
        await Storage.Channels.Save(new ChannelAccount(tenant, second, "unipile", $"account-{second}", ChannelStatus.Ok, "", null, HasMigrated: false));
        async Task<ChatId> Make(TenantId of, ChannelId on, string phone, string address)
        {
            var chat = Storage.NewChat(of, on, phone);
            chat.State = chat.State with { Contact = new("Ada", phone, address) };
            await chat.Commit();
            return chat.Key.Chat;
        }

        var first = await Make(tenant, channel, "+5511987654321", "one@lid");
        var sameNumber = await Make(tenant, second, "+551187654321", "two@lid");
        // Known by the address alone, which only the second one tells.
        var sameAddress = await Make(tenant, channel, "", "two@lid");
        var nobody = await Make(tenant, channel, "", "");
        await Make(tenant, channel, "+905550001122", "three@lid");
        var (other, otherChannel) = await Storage.NewTenant();
        var stranger = await Make(other, otherChannel, "+5511987654321", "one@lid");

        ChatId[] all = [first, sameNumber, sameAddress];
        foreach (var chat in all) Assert.Equal(all.Order(ById), (await Storage.Contacts.ChatsOf(tenant, chat)).Select(one => one.Key.Chat).Order(ById));
        Assert.Equal([nobody], (await Storage.Contacts.ChatsOf(tenant, nobody)).Select(one => one.Key.Chat));
        Assert.Empty(await Storage.Contacts.ChatsOf(tenant, stranger));
        Assert.Empty(await Storage.Contacts.ChatsOf(tenant, new(Guid.NewGuid())));
    }

    [Fact]
    public async Task All_that_is_kept_is_read_page_by_page_oldest_first()
    {
        var chat = (await Storage.NewChat()).WithSession();
        var now = Storage.Clock.GetUtcNow();
        var first = chat.State.Session!;
        await chat.Commit([chat.SaveSession(), .. Enumerable.Range(0, 7).Select(i => new ChatEffect.StoreMessage(chat.NewMessage($"{i}", $"m{i}", at: now.AddSeconds(i / 2))))]);
        chat.WithSession();
        await chat.Commit(
            chat.SaveSession(),
            new ChatEffect.MarkMessage("m3", new MessageMark.Edited("3, edited", now.AddSeconds(9))),
            new ChatEffect.MarkMessage("m3", new MessageMark.Reacted("👍", "ada", now.AddSeconds(9))),
            new ChatEffect.MarkMessage("m4", new MessageMark.Deleted(now.AddSeconds(9))),
            new ChatEffect.MarkMessage("none", new MessageMark.Edited("waits for its message", now)));
        foreach (var rule in (string[])["C1", "C2", "C3"]) await chat.Write(new TimelineEntry(now, rule, "ContactWrote", Phase.Idle, Phase.Grace, 0, first.Id));
        await Storage.Inbox.Keep([.. Enumerable.Range(0, 3).Select(i => new InboxEvent(chat.Key, "message", $"x{i}", "", "f", Encoding.UTF8.GetBytes($"body {i}"), now))]);
        var rows = await Storage.Inbox.Undone(chat.Key, 10);
        for (var i = 0; i < 5; i++) await Storage.Inbox.Failed(chat.Key, rows[0].Id, "broken");
        await Storage.Channels.SaveAlias(chat.Key.Tenant, chat.Key.Channel, "former", chat.Key.Chat);
        await Storage.Tenants.AddToBlacklist(chat.Key.Tenant, "+90 555 111 22 33", "905551112233", now);

        var messages = await Pages<KeptMessage>(last => Storage.Contacts.Messages(chat.Key, last, 2));
        Assert.Equal(["0", "1", "2", "3, edited", "4", "5", "6"], messages.Select(message => message.Message.Text));
        Assert.Equal((now.AddSeconds(9), null), (messages[3].EditedAt, messages[3].DeletedAt));
        Assert.Equal(now.AddSeconds(9), messages[4].DeletedAt);
        Assert.Equal([new KeptMark("m3", "reaction", "ada", "👍", now.AddSeconds(9))], await Storage.Contacts.Marks(chat.Key, messages));
        Assert.Equal("waits for its message", Assert.Single(await Storage.Contacts.MarksWithoutMessage(chat.Key)).Value);
        Assert.Equal([first.Id, chat.State.Session!.Id], (await Pages<Dashboard.SessionRow>(last => Storage.Contacts.Sessions(chat.Key, last, 1))).Select(session => session.Id));
        Assert.Equal(["C1", "C2", "C3"], (await Pages<KeptLine>(last => Storage.Contacts.Timeline(chat.Key, last?.Seq ?? 0, 2))).Select(line => line.Entry.Rule));
        Assert.Equal(
            ["body 0", "body 1", "body 2"],
            (await Pages<KeptEvent>(last => Storage.Contacts.UndecidedEvents(chat.Key, last?.Id ?? 0, 2))).Select(kept => Encoding.UTF8.GetString(kept.Body)));
        Assert.Equal(["former"], await Storage.Contacts.Aliases(chat.Key));
        Assert.Equal([new BlacklistEntry("+90 555 111 22 33", now)], await Storage.Contacts.Blacklist(chat.Key.Tenant, [.. (await Storage.Contacts.ChatsOf(chat.Key.Tenant, chat.Key.Chat)).SelectMany(one => (ContactChat[])[one, one with { PhoneKey = "1" }, one with { PhoneKey = "" }])]));
    }

    private static Comparer<ChatId> ById => Comparer<ChatId>.Create((one, other) => one.Value.CompareTo(other.Value));

    private static async Task<List<T>> Pages<T>(Func<T?, Task<IReadOnlyList<T>>> read) where T : class
    {
        var all = new List<T>();
        for (var page = await read(null); page.Count > 0; page = await read(all[^1])) all.AddRange(page);
        return all;
    }
}
