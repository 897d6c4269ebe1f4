using System.Text.Json.Nodes;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiHistoryTests
{
    private const string Chat = "79000000001";
    private static readonly DateTimeOffset Since = new(2026, 9, 30, 12, 0, 0, 700, TimeSpan.FromHours(2));
    private static readonly long Second = Since.ToUnixTimeSeconds();

    [Fact]
    public async Task A_look_up_finds_the_copies_of_a_text_oldest_first()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Page(
            Row("m1", -1, "hello\nthere"), Row("m2", 0, " hello\r\nthere\n"), Row("m3", 7, "hello"), Row("m4", 8, "hello\nthere", isOwn: false), Row("m5", 9, "hello\nthere", isDeleted: true)));

        var found = await fake.Channel().FindSent("p1", Chat, new SentMessage("hello\nthere "), Since, CancellationToken.None);

        Assert.Equal(["m2", "m5"], found!.Value.Select(message => message.ProviderMessageId));
        Assert.Equal("GET /api/sync/messages/get?chat_id=79000000001&limit=100&offset=0&date=2026-09-30T10%3A00%3A00&order=asc&profile_id=p1", Assert.Single(fake.Requests).Line);
    }

    [Fact]
    public async Task A_look_up_for_a_file_finds_files_of_its_kind_with_its_caption()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Page(File("m1", "image", "The roof"), File("m2", "document", "The roof"), Row("m3", 2, "The roof"), File("m4", "image", ""), File("m5", "ptt", "")));

        Assert.Equal(["m1"], await Found(new("The roof", "image")));
        Assert.Equal(["m1", "m2"], await Found(new("The roof", "document")));
        Assert.Equal(["m4"], await Found(new("", "image")));
        Assert.Equal(["m5"], await Found(new("The roof", "audio")));
        Assert.Equal(["m3"], await Found(new("The roof")));

        async Task<IEnumerable<string>> Found(SentMessage sent) =>
            (await fake.Channel().FindSent("p1", Chat, sent, Since, CancellationToken.None))!.Value.Select(message => message.ProviderMessageId);
    }

    [Fact]
    public async Task A_look_up_that_finds_nothing_says_so()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Page());
        Assert.True((await fake.Channel().FindSent("p1", Chat, new SentMessage("hi"), Since, CancellationToken.None))!.Value.IsEmpty);
        Assert.Empty((await fake.Channel().Pull("p1", Chat, Since, CancellationToken.None))!);
        fake.Always(200, """{"status":"done","messages":null,"total_count":0}""");
        Assert.True((await fake.Channel().FindSent("p1", Chat, new SentMessage("hi"), Since, CancellationToken.None))!.Value.IsEmpty);
    }

    /// <summary>A provider that takes no notice of the order is understood all the same.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task Messages_of_one_second_keep_their_order(bool isNewestFirst)
    {
        await using var fake = await FakeWappi.Start();
        var rows = new[] { Row("m0", 0, "hi"), Row("m1", 1, "hi"), Row("m2", 1, "hi"), Row("m3", 1, "hi") };
        fake.Always(200, Page(isNewestFirst ? [.. rows.Reverse()] : rows));
        Assert.Equal(["m0", "m1", "m2", "m3"], (await fake.Channel().FindSent("p1", Chat, new SentMessage("hi"), Since, CancellationToken.None))!.Value.Select(message => message.ProviderMessageId));
    }

    [Theory]
    [InlineData(503, "{}"), InlineData(404, "{}"), InlineData(400, "{}"), InlineData(200, "{}"), InlineData(200, "<html>"), InlineData(200, """{"messages":7}"""), InlineData(200, """{"status":"error","detail":"Unauthorized"}""")]
    public async Task A_look_up_that_fails_proves_nothing(int status, string body)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(status, body);
        Assert.Null(await fake.Channel().FindSent("p1", Chat, new SentMessage("hi"), Since, CancellationToken.None));
        Assert.Null(await fake.Channel().Pull("p1", Chat, Since, CancellationToken.None));
    }

    /// <summary>Answers were seen to be crossed with those of another call.</summary>
    [Fact]
    public async Task An_answer_about_another_chat_proves_nothing()
    {
        await using var fake = await FakeWappi.Start();
        var row = Row("m1", 1, "hi");
        row["chatId"] = "79000000002@c.us";
        fake.Always(200, Page(row));
        Assert.Null(await fake.Channel().FindSent("p1", Chat, new SentMessage("hi"), Since, CancellationToken.None));
        Assert.Null(await fake.Channel().Pull("p1", Chat, Since, CancellationToken.None));
    }

    [Fact]
    public async Task All_pages_are_read_and_a_look_up_that_ends_before_proves_only_what_it_found()
    {
        await using var fake = await FakeWappi.Start();
        var rows = Enumerable.Range(0, 250).Select(number => Row($"m{number}", number, $"text {number}")).ToArray();
        fake.Answer = (asked, context) => FakeProvider.Json(context, 200, Page([.. rows.Skip(int.Parse(asked.Query["offset"], null)).Take(100)]));

        var pulled = await fake.Channel().Pull("p1", Chat, Since, CancellationToken.None);
        Assert.Equal(rows.Select(row => (string?)row["id"]), pulled!.Where(one => one.Event.Kind == "message").Select(one => one.Event.ProviderMessageId));
        Assert.Equal(3, fake.Requests.Count);

        var channel = fake.Channel(("MaxPages", "2"));
        Assert.Single((await channel.FindSent("p1", Chat, new SentMessage("text 150"), Since, CancellationToken.None))!.Value);
        Assert.Null(await channel.FindSent("p1", Chat, new SentMessage("text 240"), Since, CancellationToken.None));
    }

    [Fact]
    public async Task Pulled_messages_are_bodies_for_the_inbox_that_read_as_the_same_event()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Page(Row("m1", 1, "theirs", isOwn: false), Row("m2", 2, "mine"), Row("m3", 3, "gone", isDeleted: true), Row("m4", 4, "")));
        var channel = fake.Channel();

        var pulled = await channel.Pull("p1", Chat, Since, CancellationToken.None);

        Assert.Equal(["message m1", "message m2", "read m2", "deleted m3", "read m4"], pulled!.Select(one => $"{one.Event.Kind} {one.Event.ProviderMessageId}"));
        Assert.All(pulled!.Take(2), one => Assert.Equal(one.Event.Spoken(), channel.Read(one.Format, one.Body, WappiFixture.ReceivedAt).Spoken()));
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_gets_no_answer()
    {
        await using var fake = await FakeWappi.Start();
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        fake.Answer = (_, _) =>
        {
            begun.SetResult();
            return finish.Task;
        };
        using var stop = new CancellationTokenSource();
        var pull = fake.Channel().Pull("p1", Chat, Since, stop.Token);
        await begun.Task;
        await stop.CancelAsync();
        Assert.Null(await pull);
        finish.SetResult();
    }

    private static JsonObject Row(string id, int second, string text, bool isOwn = true, bool isDeleted = false) => new()
    {
        ["id"] = id, ["type"] = "chat", ["fromMe"] = isOwn, ["body"] = text, ["time"] = Second + second, ["chatId"] = $"{Chat}@c.us", ["isDeleted"] = isDeleted, ["delivery_status"] = "read",
    };

    private static JsonObject File(string id, string type, string caption)
    {
        var row = Row(id, 2, "/9j/4AAQ");
        (row["type"], row["caption"]) = (type, caption);
        return row;
    }

    private static string Page(params JsonObject[] rows) =>
        new JsonObject { ["status"] = "done", ["messages"] = new JsonArray([.. rows.Select(row => row.DeepClone())]), ["total_count"] = 1406 }.ToJsonString();
}
