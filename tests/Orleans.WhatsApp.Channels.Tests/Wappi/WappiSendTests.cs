using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiSendTests
{
    private const string Sent = """{"status":"done","message_id":"3EB0"}""";

    private static OutgoingMessage Said(string text) => new(text, "reference");

    [Fact]
    public async Task A_send_is_a_text_to_the_bare_number_with_the_raw_token()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, WappiFixture.Text("rest_message_send_response"));

        Assert.Equal(new SendResult.Accepted("3EB0128AE55B5D222DD0"), await fake.Channel().Send("p1", "79115576367", Said("Grüße 👍\n\"second\" line")));

        var told = Assert.Single(fake.Requests);
        Assert.Equal("POST /api/sync/message/send?profile_id=p1", told.Line);
        Assert.Equal("installation", told.Token);
        Assert.Equal($"{System.Text.Encoding.UTF8.GetByteCount(told.Body)}", told.Header("Content-Length"));
        Assert.Equal("application/json", told.Header("Content-Type"));
        Assert.Equal("""{"body":"Gr\u00FC\u00DFe \uD83D\uDC4D\n\u0022second\u0022 line","recipient":"79115576367"}""", told.Body);
        Assert.Equal("Grüße 👍\n\"second\" line", (string?)told.Json["body"]);
        Assert.Equal("79115576367", (string?)told.Json["recipient"]);
    }

    [Theory]
    [InlineData("image", "img"), InlineData("video", "video"), InlineData("audio", "audio"), InlineData("document", "document")]
    public async Task A_file_goes_in_base64(string type, string call)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Sent);
        var message = Said("look") with { Content = new MessageContent.Media(Guid.NewGuid(), type, "image/jpeg", "a.jpg", "look"), File = new byte[] { 1, 2, 3, 250, 251 } };

        Assert.Equal(new SendResult.Accepted("3EB0"), await fake.Channel().Send("p1", "140000000000001@lid", message));

        var told = Assert.Single(fake.Requests);
        Assert.Equal($"/api/sync/message/{call}/send", told.Call);
        Assert.Equal("AQID+vs=", (string?)told.Json["b64_file"]);
        Assert.Equal(("140000000000001@lid", "look", "a.jpg"), ((string?)told.Json["recipient"], (string?)told.Json["caption"], (string?)told.Json["file_name"]));
    }

    [Fact]
    public async Task What_Wappi_cannot_carry_is_refused_without_a_call()
    {
        await using var fake = await FakeWappi.Start();
        var channel = fake.Channel();
        Assert.Equal(new SendResult.Refused("not_supported"), await channel.Send("p1", "7900", Said("hi") with { Content = new MessageContent.Template("hello", "en", []) }));
        Assert.Equal(new SendResult.Refused("not_supported"), await channel.Send("p1", "7900", Said("hi") with { Content = new MessageContent.Buttons("hi", [new ReplyButton("a", "A")]) }));
        Assert.Equal(new SendResult.Refused("no_file"), await channel.Send("p1", "7900", Said("hi") with { Content = new MessageContent.Media(Guid.NewGuid(), "image", "", "", "") }));
        Assert.Equal(new SendResult.Refused("invalid_chat"), await channel.Send("p1", "..", Said("hi")));
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task A_chat_is_begun_with_a_number_and_called_by_it()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Sent);
        Assert.Equal(new SendResult.Accepted("3EB0") { ProviderChatId = "905551112233" }, await fake.Channel().Begin("p1", "+905551112233", Said("Hi")));
        Assert.Equal("905551112233", (string?)Assert.Single(fake.Requests).Json["recipient"]);
        fake.Always(400, "{}");
        Assert.Equal(new SendResult.Refused("invalid_request"), await fake.Channel().Begin("p1", "+905551112233", Said("Hi")));
    }

    [Theory]
    [InlineData("""{"status":"done"}""", "no_message_id"), InlineData("""{"status":"done","message_id":7}""", "no_message_id"), InlineData("<html>", "no_message_id"), InlineData("", "no_message_id")]
    [InlineData("""{"status":"done","messages":[],"total_count":0}""", "no_message_id"), InlineData("""{"status":"done","message_id":"3EB0","chatId":"79000000002@c.us"}""", "other_answer")]
    [InlineData("""{"status":"done","message_id":"3EB0","recipient":"79000000002"}""", "other_answer")]
    public async Task An_answer_that_is_not_this_sends_says_nothing(string body, string code)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, body);
        Assert.Equal(new SendResult.Unclear(code), await fake.Channel().Send("p1", "79000000001", Said("hi")));
    }

    [Theory, InlineData("79000000001@c.us"), InlineData("79000000001"), InlineData("140000000000001@lid"), InlineData("")]
    public async Task An_answer_that_may_be_this_sends_is_taken(string chat)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, $$"""{"status":"done","message_id":"3EB0","chatId":"{{chat}}"}""");
        Assert.Equal(new SendResult.Accepted("3EB0"), await fake.Channel().Send("p1", "79000000001", Said("hi")));
    }

    public static readonly TheoryData<int, string, string> Errors = new()
    {
        { 400, """{"status":"error","detail":"bad recipient 79000000001"}""", "refused invalid_request" },
        { 401, """{"status":"error","detail":"Unauthorized"}""", "postponed unauthorized NeedsReconnect" },
        { 402, "{}", "postponed payment_required Stopped" },
        { 403, "{}", "refused http_403" },
        { 404, "{}", "refused not_found" },
        { 408, "{}", "unclear http_408" },
        { 413, "<html>", "refused http_413" },
        { 429, "<html>", "postponed too_many_requests" },
        { 500, """{"status":"error","detail":"oops"}""", "unclear http_500" },
        { 502, "<html>", "unclear http_502" },
        { 503, "{}", "unclear http_503" },
        { 504, "", "unclear http_504" },
        { 302, "", "refused http_302" },
        // An error that comes as a success.
        { 200, """{"status":"error","detail":"Unauthorized"}""", "postponed unauthorized NeedsReconnect" },
        { 200, """{"status":"error","detail":"Profile is not authorized"}""", "postponed unauthorized NeedsReconnect" },
        { 400, """{"status":"error","detail":"You are not authorized"}""", "postponed unauthorized NeedsReconnect" },
        { 200, """{"status":"error","detail":"Payment required for profile"}""", "postponed payment_required Stopped" },
        { 200, """{"status":"error","detail":"Too many requests"}""", "postponed too_many_requests" },
        { 200, """{"status":"error","detail":"context deadline exceeded"}""", "unclear http_504" },
        { 200, """{"status":"error","detail":"Timeout while sending"}""", "unclear http_504" },
        { 200, """{"status":"error","detail":"number 79000000001 is not on WhatsApp"}""", "refused invalid_request" },
        { 200, """{"status":"ERROR"}""", "refused invalid_request" },
        { 200, """{"status":"error","message_id":"3EB0"}""", "refused invalid_request" },
    };

    [Theory, MemberData(nameof(Errors))]
    public async Task An_error_says_whether_it_is_worth_another_try(int status, string body, string expected)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(status, body);
        Assert.Equal(expected, await fake.Channel().Send("p1", "79000000001", Said("hi")) switch
        {
            SendResult.Refused refused => $"refused {refused.Code}",
            SendResult.Postponed postponed => $"postponed {postponed.Code} {postponed.Account}".Trim(),
            SendResult.Unclear unclear => $"unclear {unclear.Code}",
            var other => other.ToString(),
        });
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_send_without_an_answer_in_time_is_unclear()
    {
        await using var fake = await FakeWappi.Start();
        var finish = new TaskCompletionSource();
        fake.Answer = (_, _) => finish.Task;
        Assert.Equal(new SendResult.Unclear("timeout"), await fake.Channel(("SendTimeout", "00:00:00.300")).Send("p1", "7900", Said("hi")));
        Assert.Single(fake.Requests);
        finish.SetResult();
    }

    [Fact]
    public async Task A_send_whose_connection_breaks_is_unclear()
    {
        await using var fake = await FakeWappi.Start();
        fake.Answer = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal(new SendResult.Unclear("connection_lost"), await fake.Channel().Send("p1", "7900", Said("hi")));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_send_that_finds_nobody_listening_is_postponed()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        await using var fake = await FakeWappi.Start();
        Assert.Equal(new SendResult.Postponed("unreachable"), await fake.Channel(("BaseUrl", $"http://127.0.0.1:{port}")).Send("p1", "7900", Said("hi")));
    }

    [Fact]
    public async Task A_send_that_does_not_get_its_turn_is_postponed()
    {
        await using var fake = await FakeWappi.Start();
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        fake.Answer = async (told, context) =>
        {
            if (told.Query["profile_id"] == "p1")
            {
                begun.TrySetResult();
                await finish.Task;
            }

            await FakeWappi.Json(context, 200, Sent);
        };
        var channel = fake.Channel(("SendTimeout", "00:00:00.300"));
        var download = channel.Fetch("p1", "AC1", new Attachment("AC1", "img"), CancellationToken.None);
        await begun.Task;

        Assert.Equal(new SendResult.Postponed("busy"), await channel.Send("p1", "7900", Said("hi")));
        Assert.IsType<SendResult.Accepted>(await channel.Send("p2", "7900", Said("hi")));
        finish.SetResult();
        await download;
        Assert.IsType<SendResult.Accepted>(await channel.Send("p1", "7900", Said("hi")));
        Assert.Equal(3, fake.Requests.Count);
    }

    [Fact]
    public async Task Calls_of_one_profile_never_overlap()
    {
        await using var fake = await FakeWappi.Start();
        var (now, overlaps) = (0, 0);
        fake.Answer = async (_, context) =>
        {
            if (Interlocked.Increment(ref now) > 1) Interlocked.Increment(ref overlaps);
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            Interlocked.Decrement(ref now);
            await FakeWappi.Json(context, 200, Sent);
        };
        var channel = fake.Channel();
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => channel.Send("p1", "7900", Said($"{number}"))));
        Assert.All(results, result => Assert.IsType<SendResult.Accepted>(result));
        Assert.Equal((12, 0), (fake.Requests.Count, overlaps));
    }

    [Fact]
    public async Task A_profiles_own_token_goes_first_and_is_asked_for_once_in_a_while()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Sent);
        fake.Accounts.Link("wappi", "p1", "own token");
        var channel = fake.Channel();
        for (var i = 0; i < 3; i++) await channel.Send("p1", "7900", Said("hi"));
        await channel.Send("p2", "7900", Said("hi"));
        Assert.Equal(["own token", "own token", "own token", "installation"], fake.Requests.Select(told => told.Token));
        Assert.InRange(fake.Accounts.Asked, 2, 4);
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_postpones_the_send()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, Sent);
        fake.Accounts.IsAway = true;
        var channel = fake.Channel();
        Assert.Equal(new SendResult.Postponed("unavailable"), await channel.Send("p1", "7900", Said("hi")));
        Assert.Empty(fake.Requests);
        fake.Accounts.IsAway = false;
        Assert.Equal(new SendResult.Accepted("3EB0"), await channel.Send("p1", "7900", Said("hi")));
    }

    [Fact]
    public async Task Without_a_token_everything_answers_that_it_is_not_configured()
    {
        await using var fake = await FakeWappi.Start();
        var channel = fake.Channel(("Token", ""));
        Assert.Equal(new SendResult.Postponed("not_configured"), await channel.Send("p1", "7900", Said("hi")));
        Assert.Null(await channel.FindSent("p1", "7900", new SentMessage("hi"), WappiFixture.ReceivedAt, CancellationToken.None));
        Assert.Null(await channel.Pull("p1", "7900", WappiFixture.ReceivedAt, CancellationToken.None));
        Assert.Null(await channel.Poll("p1", "", CancellationToken.None));
        Assert.Null(await channel.Status("p1", CancellationToken.None));
        Assert.False(await channel.Disconnect("p1", CancellationToken.None));
        Assert.Equal(new ConnectResult.Failed("not_configured", ""), await channel.Connect(null, new ConnectWith("p1", ""), CancellationToken.None));
        Assert.Equal("not_configured", await channel.RegisterWebhook("p1", "https://us.example/webhooks/wappi", CancellationToken.None));
        Assert.Equal(new FetchedMedia.Postponed("not_configured"), await channel.Fetch("p1", "AC1", new Attachment("AC1", "img"), CancellationToken.None));
        await channel.ShowComposing("p1", "7900", "AC1", CancellationToken.None);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task Composing_is_shown_and_the_message_marked_as_read()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(500, "");
        await fake.Channel().ShowComposing("p1", "7900", "AC1", CancellationToken.None);
        Assert.Equal(["/api/sync/message/mark/read {\"message_id\":\"AC1\"}", "/api/sync/chat/typing/start {\"recipient\":\"7900\"}"], fake.Requests.Select(told => $"{told.Call} {told.Body}"));
    }
}
