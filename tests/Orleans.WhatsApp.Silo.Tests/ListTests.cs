using System.Text.Json;

namespace Orleans.WhatsApp.Silo;

/// <summary>Filters, search and cursors as they come in the address.</summary>
public sealed class ListTests(Stage stage) : IClassFixture<Stage>
{
    private const string Chats = "/api/whatsapp/chats";

    [Fact]
    public async Task Every_list_is_walked_by_its_cursor()
    {
        var chat = await stage.ChatHeldByAdmin("one");
        foreach (var text in (string[])["two", "three"]) (await stage.Post(stage.Admin, $"{chat}/send", new { text })).Ok();
        await stage.NewChat();
        await stage.NewChat();

        foreach (var path in (string[])[Chats, $"{Chats}?mode=human", $"{chat}/messages", $"{chat}/timeline"])
        {
            var whole = Ids((await stage.Get(stage.Member, With(path, "limit=100"))).Ok());
            Assert.True(whole.Length >= 2, path);
            Assert.Equal(whole.Order(), (await Walk(path)).Order());
        }

        Assert.Single(await Walk($"{chat}/sessions"));
    }

    [Fact]
    public async Task Lists_that_are_held_whole_have_cursors_as_well()
    {
        foreach (var name in (string[])["Robin", "Kim", "Alex"]) (await stage.Post(stage.Admin, "/api/agents", new { name, elevenlabs_agent_id = "x" })).Ok(System.Net.HttpStatusCode.Created);
        foreach (var phone in (string[])["+905551110001", "+905551110002", "+905551110003"])
            (await stage.Post(stage.Admin, "/api/whatsapp/blacklist", new { phone })).Ok();

        Assert.Equal(3, (await Walk("/api/agents", stage.Admin)).Distinct().Count());
        Assert.Equal(3, (await Walk("/api/whatsapp/blacklist", stage.Manager)).Distinct().Count());
    }

    [Theory]
    [InlineData("x"), InlineData("AAAA"), InlineData("%00"), InlineData("%27%20or%201=1"), InlineData("%F0%9F%91%8D"), InlineData("=")]
    public async Task What_is_no_cursor_is_refused(string cursor)
    {
        var chat = await stage.NewChat();
        foreach (var path in (string[])[Chats, $"{Chats}?q=a", $"{chat}/messages", $"{chat}/sessions", $"{chat}/timeline", "/api/agents", "/api/whatsapp/blacklist"])
            (await stage.Get(stage.Admin, With(path, $"cursor={cursor}"))).Problem(400, "invalid_cursor");
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_kind_of_list()
    {
        var chat = await stage.NewChat();
        await stage.NewChat();
        var cursor = (await stage.Get(stage.Member, $"{Chats}?limit=1")).Text("next_cursor");
        (await stage.Get(stage.Member, $"{chat}/messages?cursor={cursor}")).Problem(400, "invalid_cursor");
        (await stage.Get(stage.Member, $"{Chats}?cursor={cursor}&page=99999999")).Ok();
    }

    [Fact]
    public async Task A_cursor_opens_nothing_of_another_tenants()
    {
        await stage.NewChat();
        await stage.NewChat();
        var cursor = (await stage.Get(stage.Member, $"{Chats}?limit=1")).Text("next_cursor");
        Assert.Empty(Ids((await stage.Get(stage.Stranger, $"{Chats}?cursor={cursor}")).Ok()));
    }

    [Theory]
    [InlineData("page=5002"), InlineData("page=1000000000"), InlineData("page=2147483647&limit=100"), InlineData("page=1002&limit=100")]
    public async Task Pages_by_number_end_somewhere(string query)
    {
        var chat = await stage.NewChat();
        (await stage.Get(stage.Member, $"{Chats}?{query}")).Problem(400, "page_too_far");
        (await stage.Get(stage.Member, $"{chat}/messages?{query}")).Problem(400, "page_too_far");
        (await stage.Get(stage.Member, $"/api/agents?{query}")).Problem(400, "page_too_far");
    }

    [Fact]
    public async Task Chats_that_need_attention_are_filtered()
    {
        await stage.UseNoAgent();
        var chat = Id(await stage.NewChat("Is anybody there?"));
        stage.Clock.Advance(TimeSpan.FromMinutes(4));
        await Stage.Until("the chat that nobody answers", async () => Ids(await Get("needs_attention=true&limit=100")).Contains(chat));

        var needing = await Get("needs_attention=true&limit=100");
        Assert.All(needing.GetProperty("items").EnumerateArray(), one => Assert.True(one.GetProperty("needs_attention").GetBoolean()));
        Assert.Equal(Ids(needing).Length, needing.GetProperty("total").GetInt32());
        Assert.DoesNotContain(chat, Ids(await Get("needs_attention=false&limit=100")));
        (await stage.Get(stage.Member, $"{Chats}?needs_attention=maybe")).Problem(400, "invalid_request");
    }

    [Fact]
    public async Task Waiting_chats_are_those_whose_grace_period_runs()
    {
        var (waiting, held) = (Id(await stage.NewChat()), Id(await stage.ChatHeldByAdmin()));
        var found = await Get("mode=waiting&limit=100");
        Assert.Contains(waiting, Ids(found));
        Assert.DoesNotContain(held, Ids(found));
        Assert.All(found.GetProperty("items").EnumerateArray(), one => Assert.Equal("waiting", one.GetProperty("session_status").GetString()));
        Assert.Equal(Ids(found).Length, found.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Chats_are_searched()
    {
        var chat = Id(await stage.NewChat("Siparişim ne zaman gelir?"));
        Assert.Equal([chat], Ids(await Get("q=SIPARIS")));
        Assert.Equal([chat], Ids(await Get("q=sipari%C5%9F&mode=human")));
        Assert.Empty(Ids(await Get("q=sipari%C5%9F&mode=closed")));
        Assert.Empty(Ids(await Get("q=nothing-like-it")));
        Assert.Empty(Ids((await stage.Get(stage.Stranger, $"{Chats}?q=siparis")).Ok()));
        Assert.Contains(chat, Ids(await Get("q=%20&limit=100"))); // nothing to look for: the list
    }

    [Theory]
    [InlineData("%25"), InlineData("_"), InlineData("%27%3B%20drop%20table%20chats%3B--"), InlineData("%00%01"), InlineData("%5C"), InlineData("%22%2A"), InlineData("%EF%BF%BF"),
        InlineData("%D8%80"), InlineData("a%20%26%20%21b%20%7C%20%28c"), InlineData("%F0%9F%91%8D"), InlineData("+++"), InlineData("000"), InlineData("---")]
    public async Task Odd_texts_are_searched_like_any_other(string text) => (await stage.Get(stage.Member, $"{Chats}?q={text}")).Ok();

    [Fact]
    public async Task A_search_has_its_longest()
    {
        (await stage.Get(stage.Member, $"{Chats}?q={new string('a', 200)}")).Ok();
        (await stage.Get(stage.Member, $"{Chats}?q={new string('a', 201)}")).Problem(400, "search_too_long");
        (await stage.Get(stage.Member, $"{Chats}?q={new string('1', 200)}")).Ok();
    }

    [Fact]
    public async Task The_description_names_what_a_list_takes()
    {
        var description = (await stage.Get(stage.Anyone, "/openapi/v1.json")).Ok();
        string[] Parameters(string path) =>
            [.. description.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("parameters").EnumerateArray().Select(one =>
            {
                Assert.True(one.GetProperty("in").GetString() == "path" || one.GetProperty("description").GetString()!.Length > 0, path);
                return one.GetProperty("name").GetString()!;
            })];
        Assert.Equal(["page", "limit", "cursor", "mode", "needs_attention", "q"], Parameters(Chats).Select(name => name.ToLowerInvariant()));
        foreach (var list in (string[])["messages", "sessions", "timeline"])
            Assert.Equal(["chatid", "page", "limit", "cursor"], Parameters($"{Chats}/{{chatId}}/{list}").Select(name => name.ToLowerInvariant()));
    }

    private async Task<JsonElement> Get(string query) => (await stage.Get(stage.Member, $"{Chats}?{query}")).Ok();

    private async Task<List<string>> Walk(string path, HttpClient? client = null)
    {
        var (walked, cursor) = (new List<string>(), "");
        do
        {
            var page = (await stage.Get(client ?? stage.Member, With(path, $"limit=1&cursor={cursor}"))).Ok();
            walked.AddRange(Ids(page));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null && walked.Count < 500);

        return walked;
    }

    private static string With(string path, string query) => path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;

    private static string Id(string path) => path.Split('/')[^1];

    /// <summary>The ids, or whatever else tells the items apart.</summary>
    private static string[] Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("_id", out var id) ? id.GetString()! : item.GetRawText())];
}
