using System.Text.Json;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileHistoryTests
{
    private static readonly DateTimeOffset Since = new(2026, 9, 30, 12, 0, 0, 700, TimeSpan.FromHours(2));

    [Fact]
    public async Task A_look_up_finds_the_copies_of_a_text_oldest_first()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, Page(null,
            Row("m5", 9, "hello\nthere", deleted: 1), Row("m4", 8, "hello\nthere", isOwn: 0), Row("m3", 7, "hello"), Row("m2", 0, " hello\r\nthere\n"), Row("m1", -1, "hello\nthere")));

        var found = await fake.Channel().FindSent("acc", "chat", new SentMessage("hello\nthere "), Since, CancellationToken.None);

        Assert.Equal(["m2", "m5"], found!.Value.Select(message => message.ProviderMessageId));
        Assert.Equal("GET /api/v1/chats/chat/messages?limit=250&after=2026-09-30T09%3A59%3A59.999Z", Assert.Single(fake.Requests).Line);
    }

    [Fact]
    public async Task A_look_up_for_a_file_finds_files_of_its_kind_with_its_caption()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, Page(null, Row("m4", 4, "", file: "img"), Row("m3", 3, "The roof"), Row("m2", 2, "The roof", file: "file"), Row("m1", 1, "The roof", file: "img")));

        Assert.Equal(["m1"], await Found(new("The roof", "image")));
        Assert.Equal(["m1", "m2"], await Found(new("The roof", "document")));
        Assert.Equal(["m4"], await Found(new("", "image")));
        Assert.Equal(["m3"], await Found(new("The roof")));

        async Task<IEnumerable<string>> Found(SentMessage sent) =>
            (await fake.Channel().FindSent("acc", "chat", sent, Since, CancellationToken.None))!.Value.Select(message => message.ProviderMessageId);
    }

    [Fact]
    public async Task Messages_of_one_second_keep_their_order()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, Page(null, Row("m3", 1, "hi"), Row("m2", 1, "hi"), Row("m1", 1, "hi")));
        Assert.Equal(["m1", "m2", "m3"], (await fake.Channel().FindSent("acc", "chat", new SentMessage("hi"), Since, CancellationToken.None))!.Value.Select(message => message.ProviderMessageId));
        Assert.Equal(["m1", "m2", "m3"], (await fake.Channel().Pull("acc", "chat", Since, CancellationToken.None))!.Select(one => one.Event.ProviderMessageId));
    }

    [Fact]
    public async Task A_look_up_that_finds_nothing_says_so()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, Page(null));
        Assert.True((await fake.Channel().FindSent("acc", "chat", new SentMessage("hi"), Since, CancellationToken.None))!.Value.IsEmpty);
    }

    [Theory]
    [InlineData(503, "{}"), InlineData(200, "{}"), InlineData(200, "<html>"), InlineData(200, """{"items":7}"""), InlineData(404, """{"type":"errors/resource_not_found"}""")]
    public async Task A_look_up_that_fails_proves_nothing(int status, string body)
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(status, body);
        Assert.Null(await fake.Channel().FindSent("acc", "chat", new SentMessage("hi"), Since, CancellationToken.None));
        Assert.Null(await fake.Channel().Pull("acc", "chat", Since, CancellationToken.None));
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        await using var fake = await FakeUnipile.Start();
        Paged(fake, pages: 3);
        var pulled = await fake.Channel().Pull("acc", "chat", Since, CancellationToken.None);
        Assert.Equal(["m1", "m2", "m3"], pulled!.Select(one => one.Event.ProviderMessageId));
        Assert.Equal(3, fake.Requests.Count);
    }

    [Fact]
    public async Task A_look_up_that_ends_before_the_last_page_proves_only_what_it_found()
    {
        await using var fake = await FakeUnipile.Start();
        Paged(fake, pages: 3);
        var channel = fake.Channel(("MaxPages", "2"));
        Assert.Equal(["m2"], (await channel.FindSent("acc", "chat", new SentMessage("text 2"), Since, CancellationToken.None))!.Value.Select(message => message.ProviderMessageId));
        Assert.Null(await channel.FindSent("acc", "chat", new SentMessage("text 1"), Since, CancellationToken.None));
        Assert.Equal(["m2", "m3"], (await channel.Pull("acc", "chat", Since, CancellationToken.None))!.Select(one => one.Event.ProviderMessageId));
    }

    [Fact]
    public async Task A_chat_of_another_account_is_not_read()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, """{"items":[{"id":"m1","account_id":"of another tenant","text":"hi","is_sender":1,"timestamp":"2026-09-30T10:00:01.000Z"}],"cursor":null}""");
        Assert.Null(await fake.Channel().FindSent("acc", "chat", new SentMessage("hi"), Since, CancellationToken.None));
        Assert.Null(await fake.Channel().Pull("acc", "chat", Since, CancellationToken.None));
    }

    [Fact]
    public async Task Pulled_rows_are_bodies_for_the_inbox_that_read_as_the_same_event()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, Page(null,
            Row("m6", 6, "mine"), Row("m5", 5, "theirs", isOwn: 0), Row("m4", 4, "gone", deleted: 1), Row("m3", 3, "hidden", hidden: 1), Row("m2", 2, "event", isEvent: 1), Row("m1", 1, "")));
        var channel = fake.Channel();

        var pulled = await channel.Pull("acc", "chat", Since, CancellationToken.None);

        Assert.Equal(
            ["acc/chat message m5 (1@lid) contact [||1@lid] at 09-30 10:00:05.000: theirs", "acc/chat message m6 (1@lid) us to [||1@lid] at 09-30 10:00:06.000: mine"],
            pulled!.Select(one => one.Event.Spoken()));
        Assert.All(pulled!, one => Assert.Equal(one.Event.Spoken(), channel.Read(one.Format, one.Body, Fixture.ReceivedAt).Spoken()));
        Assert.Contains("\"text\": \"mine\"", System.Text.Encoding.UTF8.GetString(pulled![1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_gets_no_answer()
    {
        await using var fake = await FakeUnipile.Start();
        var finish = new TaskCompletionSource();
        fake.Answer = (_, _) => finish.Task;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Null(await fake.Channel().Pull("acc", "chat", Since, stop.Token));
        finish.SetResult();
    }

    [Fact]
    public void Query_times_have_exactly_three_digits_of_milliseconds()
    {
        Assert.Equal("2026-09-30T10:00:00.700Z", UnipileTime.Write(Since));
        Assert.Equal("2026-01-02T03:04:05.000Z", UnipileTime.Write(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        Assert.Equal("2008-12-31T23:59:59.999Z", UnipileTime.Write(UnipileTime.JustBefore(DateTimeOffset.MinValue)));
    }

    private static void Paged(FakeUnipile fake, int pages) => fake.Answer = (asked, context) =>
    {
        var at = asked.Path.IndexOf("&cursor=page", StringComparison.Ordinal);
        var page = at < 0 ? 1 : asked.Path[^1] - '0';
        var number = pages - page + 1;
        return FakeUnipile.Json(context, 200, Page(page < pages ? $"page{page + 1}" : null, Row($"m{number}", number, $"text {number}")));
    };

    private static string Page(string? cursor, params string[] rows) =>
        $$"""{"object":"MessageList","items":[{{string.Join(',', rows)}}],"cursor":{{JsonSerializer.Serialize(cursor)}}}""";

    /// <param name="second">After the whole second in which <see cref="Since"/> lies.</param>
    private static string Row(string id, int second, string text, int isOwn = 1, int deleted = 0, int hidden = 0, int isEvent = 0, string file = "") =>
        $$"""
        { "object": "Message", "id": "{{id}}", "account_id": "acc", "chat_provider_id": "1@lid", "sender_id": "{{(isOwn == 1 ? "2@lid" : "1@lid")}}", "text": {{JsonSerializer.Serialize(text)}},
          "is_sender": {{isOwn}}, "timestamp": "{{UnipileTime.Write(new DateTimeOffset(2026, 9, 30, 10, 0, 0, TimeSpan.Zero).AddSeconds(second))}}",
          "deleted": {{deleted}}, "hidden": {{hidden}}, "is_event": {{isEvent}}, "attachments": [{{(file.Length > 0 ? $$"""{ "id": "a1", "type": "{{file}}" }""" : "")}}] }
        """;
}
