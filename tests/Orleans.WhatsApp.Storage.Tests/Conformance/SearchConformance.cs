using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>What a search finds, the same on both databases.</summary>
public abstract class SearchConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Theory]
    [InlineData("Ayşe Yılmaz", "ayse")]
    [InlineData("Ayşe Yılmaz", "YILMAZ")]
    [InlineData("Ayşe Yılmaz", "yılm ayş")]
    [InlineData("İsmail Işık", "ismail isik")]
    [InlineData("Çağla Öztürk", "cag ozturk")]
    [InlineData("José Núñez", "jose nunez")]
    [InlineData("Алексей Фёдоров", "АЛЕКСЕЙ федор")]
    [InlineData("Сергей", "сергей")]
    [InlineData("أحمد الحسن", "احمد")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("فاطمة", "فاطمه")]
    [InlineData("Jürgen Groß", "gross")]
    [InlineData("Anne-Marie O'Neil", "marie neil")]
    [InlineData("Ayşe", "a")]
    public async Task A_contact_is_found_by_name(string name, string text) => Assert.True(await Finds(name, "+905551112233", [], text));

    [Theory]
    [InlineData("Ayşe Yılmaz", "yse")]
    [InlineData("Ayşe Yılmaz", "ayşe öztürk")]
    [InlineData("Ayşe", "%")]
    [InlineData("Ayşe", "_yse")]
    [InlineData("Ayşe", "' or 1=1 --")]
    [InlineData("Ayşe", "\\")]
    [InlineData("Ayşe", "ay:* | x")]
    [InlineData("Ayşe", "\u0001\u0007")]
    [InlineData("", "ayşe")]
    public async Task Another_contact_is_not_found(string name, string text) => Assert.False(await Finds(name, "+905551112233", [], text));

    [Theory]
    [InlineData("+905551112233", "+90 555 111 22 33")]
    [InlineData("+905551112233", "0555 111 22 33")]
    [InlineData("+905551112233", "(555) 111-22-33")]
    [InlineData("+905551112233", "2233")]
    [InlineData("+905551112233", "5111")]
    [InlineData("+905551112233", "Ada 2233")]
    [InlineData("+5511987654321", "+55 11 8765-4321")]
    [InlineData("+551187654321", "+55 11 9 8765-4321")]
    [InlineData("+5215512345678", "525512345678")]
    public async Task A_contact_is_found_by_any_part_of_the_number(string phone, string text) => Assert.True(await Finds("Ada", phone, [], text));

    [Theory]
    [InlineData("+905551112233", "2234")]
    [InlineData("+905551112233", "Eve 2233")]
    [InlineData("", "555")]
    public async Task Another_number_is_not_found(string phone, string text) => Assert.False(await Finds("Ada", phone, [], text));

    [Theory]
    [InlineData("Siparişim nerede?", "siparis")]
    [InlineData("Siparişim nerede?", "nerede SİPARİŞ")]
    [InlineData("¿Cuándo llega mi envío?", "cuando envio")]
    [InlineData("Когда придёт заказ?", "придет ЗАКАЗ")]
    [InlineData("متى يصل الطلبُ؟", "الطلب")]
    [InlineData("طلب رقم ١٢٣٤", "1234")]
    [InlineData("order TR-4711, please", "tr-4711")]
    [InlineData("It's 100% fine", "100%")]
    [InlineData("thank you 👍", "👍")]
    [InlineData("I am a doctor", "a doctor")]
    public async Task A_chat_is_found_by_a_message(string said, string text) => Assert.True(await Finds("Ada", "+905551112233", ["hello", said], text));

    [Theory]
    [InlineData("Siparişim nerede?", "paris")]
    [InlineData("Siparişim nerede?", "siparis yarın")]
    [InlineData("anything", "%")]
    [InlineData("anything", "a%g")]
    [InlineData("anything", "n")]
    [InlineData("", "x")]
    public async Task A_chat_is_not_found_by_what_nobody_said(string said, string text) => Assert.False(await Finds("Bob", "+905551112233", [said], text));

    [Fact]
    public async Task Long_and_odd_texts_are_stored_and_found()
    {
        var word = new string('ж', 3_000);
        Assert.True(await Finds("Ada", "+905551112233", [$"{word} {new string('a', 70_000)}\0\uD800 \u200F tail"], word[..50]));
        Assert.True(await Finds("Ada", "+905551112233", [string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"w{i}"))], "w17"));
        Assert.True(await Finds(new string('n', 5_000), "", [], "nnn"));
        Assert.False(await Finds("Ada", "+905551112233", ["hello"], string.Join(' ', Enumerable.Repeat("x", 100))));
    }

    [Fact]
    public async Task Both_words_must_be_in_one_message()
    {
        Assert.False(await Finds("Bob", "", ["first order", "second invoice"], "order invoice"));
        Assert.True(await Finds("Bob", "", ["first order", "order and invoice"], "order invoice"));
    }

    [Fact]
    public async Task What_was_taken_back_is_not_found_and_what_was_changed_is()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(
            new ChatEffect.StoreMessage(chat.NewMessage("secret plan", "m1")), new ChatEffect.StoreMessage(chat.NewMessage("old wording", "m2")));
        var withdrawn = await chat.Queue(text: "never said");
        await chat.Commit(
            new ChatEffect.MarkMessage("m1", new MessageMark.Deleted(Storage.Clock.GetUtcNow())),
            new ChatEffect.MarkMessage("m2", new MessageMark.Edited("new words", Storage.Clock.GetUtcNow())),
            new ChatEffect.WithdrawSend(withdrawn.Intent, withdrawn.Message, "test"));

        foreach (var text in (string[])["secret", "wording", "never"]) Assert.Empty((await Search(chat.Key.Tenant, text)).Items);
        Assert.Single((await Search(chat.Key.Tenant, "words")).Items);
    }

    [Fact]
    public async Task A_new_name_and_number_take_the_place_of_the_old_ones()
    {
        var chat = await Storage.NewChat();
        await chat.Commit();
        chat.State = chat.State with { Contact = new Contact("Berk", "+34600700800", "34600700800@s.whatsapp.net") };
        await chat.Commit();

        foreach (var text in (string[])["berk", "600700"]) Assert.Single((await Search(chat.Key.Tenant, text)).Items);
        foreach (var text in (string[])["ada", "111223"]) Assert.Empty((await Search(chat.Key.Tenant, text)).Items);
    }

    [Fact]
    public async Task Another_tenant_finds_nothing()
    {
        var chat = await Storage.NewChat();
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("secret")));
        var (stranger, _) = await Storage.NewTenant();

        foreach (var text in (string[])["secret", "ada", "111223"])
        {
            Assert.Single((await Search(chat.Key.Tenant, text)).Items);
            Assert.Equal((0, 0L), ((await Search(stranger, text)).Items.Count, (await Search(stranger, text)).Total));
        }
    }

    [Fact]
    public async Task Tenants_whose_ids_end_alike_are_walls_as_well()
    {
        var ending = Guid.NewGuid().ToString()[^8..];
        var (ours, theirs) = (new TenantId(Guid.Parse($"11111111-1111-4111-8111-1111{ending}")), new TenantId(Guid.Parse($"22222222-1111-4111-8111-1111{ending}")));
        var chat = Storage.NewChat(ours, new(Guid.NewGuid()));
        await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("secret")));

        foreach (var text in (string[])["secret", "ada", "111223"])
        {
            Assert.Single((await Search(ours, text)).Items);
            Assert.Empty((await Search(theirs, text)).Items);
        }
    }

    [Fact]
    public async Task What_is_found_is_filtered_ordered_counted_and_walked_like_the_list()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var expected = new List<ChatId>();
        for (var i = 0; i < 7; i++)
        {
            var chat = Storage.NewChat(tenant, channel, name: $"found-{i}");
            chat.State = chat.State with
            {
                IsClosed = i % 2 == 0,
                Attention = i == 3 ? Attention.Unanswered : null,
                LastMessageAt = i == 0 ? null : Storage.Clock.GetUtcNow().AddMinutes(i / 2),
                Contact = chat.State.Contact with { Name = i == 6 ? "Eve" : "Ada" },
            };
            await chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage("ada again")));
            expected.Add(chat.Key.Chat);
        }

        var list = (await Storage.Dashboard.Chats(tenant, ChatFilter.All, new(1, 10))).Items.Select(row => row.Id).ToArray();
        var walked = new List<ChatId>();
        ListCursor? cursor = null;
        do
        {
            var page = await Storage.Dashboard.Chats(tenant, new ChatFilter(Search: SearchText.Of("ADA")), new(1, 3, cursor));
            Assert.Equal(7, page.Total);
            walked.AddRange(page.Items.Select(row => row.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(list, walked);

        var second = await Storage.Dashboard.Chats(tenant, new ChatFilter(Search: SearchText.Of("ada")), new(2, 4));
        Assert.Equal(list[4..], second.Items.Select(row => row.Id));
        Assert.Equal((0, 7L), ((await Storage.Dashboard.Chats(tenant, new ChatFilter(Search: SearchText.Of("ada")), new(9, 4))) is var far ? (far.Items.Count, far.Total) : default));
        Assert.Equal(4, (await Storage.Dashboard.Chats(tenant, new ChatFilter("closed", Search: SearchText.Of("ada")), new(1, 10))).Total);
        Assert.Equal(expected[3], Assert.Single((await Storage.Dashboard.Chats(tenant, new ChatFilter("ai", true, SearchText.Of("ada")), new(1, 10))).Items).Id);
    }

    private Task<Page<ChatRow>> Search(TenantId tenant, string text) => Storage.Dashboard.Chats(tenant, new ChatFilter(Search: SearchText.Of(text)), new(1, 10));

    private async Task<bool> Finds(string name, string phone, string[] said, string text)
    {
        var chat = await Storage.NewChat(phone);
        chat.State = chat.State with { Contact = chat.State.Contact with { Name = name } };
        await chat.Commit([.. said.Select(one => new ChatEffect.StoreMessage(chat.NewMessage(one)))]);

        var found = await Search(chat.Key.Tenant, text);
        Assert.Equal(found.Items.Count, found.Total);
        return found.Items.Count == 1;
    }
}
