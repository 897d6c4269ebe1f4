using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaSendTests
{
    private const string Number = "100000000000001";
    private const string Ayse = "16505551234";
    private const string Sent = """{"messaging_product":"whatsapp","contacts":[{"input":"16505551234","wa_id":"16505551234"}],"messages":[{"id":"wamid.9","message_status":"accepted"}]}""";

    private static OutgoingMessage Said(string text, MessageContent? content = null) => new(text, "0123456789abcdef0123456789abcdef") { Content = content };

    [Fact]
    public async Task A_send_is_the_recorded_request_with_our_reference_and_token()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, MetaFixture.All.Text("api_resp_send_ok"));

        Assert.Equal(new SendResult.Accepted("wamid.gBGGSFcCNEOPAgkO_KJ55r4w_ww"), await fake.Channel().Send(Number, Ayse, Said("Hello")));

        var asked = Assert.Single(fake.Requests);
        Assert.Equal("POST /v23.0/100000000000001/messages", asked.Line);
        Assert.Equal("Bearer installation", asked.Header("Authorization"));
        Assert.StartsWith("application/json", asked.Header("Content-Type"), StringComparison.Ordinal);
        var expected = MetaFixture.All.Json("constructed_api_send_text_request");
        expected.Remove("context");
        expected["biz_opaque_callback_data"] = "0123456789abcdef0123456789abcdef";
        AssertBody(expected, asked);
    }

    [Fact]
    public async Task Somebody_who_hides_the_number_is_written_to_by_user_id()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, Sent);
        await fake.Channel().Send(Number, "US.13491208655302741918", new OutgoingMessage("Hi", ""));
        AssertBody("""{"messaging_product":"whatsapp","recipient_type":"individual","recipient":"US.13491208655302741918","type":"text","text":{"preview_url":false,"body":"Hi"}}""", fake);
    }

    [Fact]
    public async Task Buttons_are_the_recorded_request()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, Sent);
        await fake.Channel().Send(Number, Ayse, new("Confirm?", "") { Content = new MessageContent.Buttons("Confirm?", [new("yes", "Yes"), new("no", "No")], "Thanks") });
        AssertBody(MetaFixture.All.Json("constructed_api_send_buttons_request"), Assert.Single(fake.Requests));
    }

    [Fact]
    public async Task A_list_is_one_section_of_rows()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, Sent);
        await fake.Channel().Send(Number, Ayse, new("", "") { Content = new MessageContent.Choices("When?", "Days", [new("1", "Monday", "at nine"), new("2", "Tuesday")]) });
        AssertBody("""
            {"messaging_product":"whatsapp","recipient_type":"individual","to":"16505551234","type":"interactive","interactive":{"type":"list","body":{"text":"When?"},
             "action":{"button":"Days","sections":[{"rows":[{"id":"1","title":"Monday","description":"at nine"},{"id":"2","title":"Tuesday"}]}]}}}
            """, fake);
    }

    [Fact]
    public async Task A_template_is_the_recorded_request()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, Sent);
        await fake.Channel().Send(Number, Ayse, new("", "") { Content = new MessageContent.Template("follow_up", "en_US", ["Ann"]) });
        var expected = MetaFixture.All.Json("constructed_api_send_template_request");
        expected["template"]!["components"]!.AsArray().RemoveAt(1); // its button
        AssertBody(expected, Assert.Single(fake.Requests));

        fake.Requests.Clear();
        await fake.Channel().Send(Number, Ayse, new("", "") { Content = new MessageContent.Template("hello", "tr", []) });
        AssertBody("""{"messaging_product":"whatsapp","recipient_type":"individual","to":"16505551234","type":"template","template":{"name":"hello","language":{"code":"tr"}}}""", fake);
    }

    [Theory]
    [InlineData("audio", "audio/ogg; codecs=opus", "", "", """{"id":"900000000000001","voice":true}"""), InlineData("audio", "audio/mpeg", "a.mp3", "not shown", """{"id":"900000000000001"}""")]
    [InlineData("image", "image/jpeg", "door.jpg", "The door", """{"id":"900000000000001","caption":"The door"}"""), InlineData("video", "video/mp4", "", "", """{"id":"900000000000001"}""")]
    [InlineData("document", "application/pdf", "préis.pdf", "", """{"id":"900000000000001","filename":"préis.pdf"}""")]
    public async Task A_file_is_uploaded_and_sent_by_its_id(string type, string mimeType, string fileName, string caption, string expected)
    {
        await using var fake = await FakeMeta.Start();
        fake.Answer = (asked, context) => FakeProvider.Json(context, 200, asked.Path.EndsWith("/media", StringComparison.Ordinal) ? """{"id":"900000000000001"}""" : Sent);
        var file = new MessageContent.Media(Guid.NewGuid(), type, mimeType, fileName, caption);
        Assert.Equal(new SendResult.Accepted("wamid.9"), await fake.Channel().Send(Number, Ayse, new(caption, "") { Content = file, File = "bytes"u8.ToArray() }));

        Assert.Equal(["POST /v23.0/100000000000001/media", "POST /v23.0/100000000000001/messages"], fake.Requests.Select(asked => asked.Line));
        var form = fake.Requests.First().Form;
        Assert.Equal(("whatsapp", mimeType), (form["messaging_product"], form["type"]));
        Assert.EndsWith($" {mimeType}: bytes", form["file"], StringComparison.Ordinal);
        var sent = JsonNode.Parse(fake.Requests.Last().Body)!;
        Assert.Equal(type, (string?)sent["type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), sent[type]), sent.ToJsonString());
    }

    [Theory]
    [InlineData(500, """{"error":{"code":131000}}""", "131000", null), InlineData(200, "{}", "no_media_id", null), InlineData(401, """{"error":{"code":190}}""", "190", ChannelStatus.NeedsReconnect)]
    public async Task A_file_that_could_not_be_uploaded_was_not_sent_and_may_be_tried_again(int status, string body, string code, ChannelStatus? account)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(status, body);
        var file = new MessageContent.Media(Guid.NewGuid(), "image", "image/png", "", "");
        Assert.Equal(new SendResult.Postponed(code, account), await fake.Channel().Send(Number, Ayse, new("", "") { Content = file, File = "bytes"u8.ToArray() }));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_file_that_Meta_will_not_have_is_refused()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(400, """{"error":{"code":131053}}""");
        var file = new MessageContent.Media(Guid.NewGuid(), "image", "image/png", "", "");
        Assert.Equal(new SendResult.Refused("131053"), await fake.Channel().Send(Number, Ayse, new("", "") { Content = file, File = "bytes"u8.ToArray() }));
        Assert.Equal(new SendResult.Refused("empty_file"), await fake.Channel().Send(Number, Ayse, new("", "") { Content = file }));
        Assert.Equal(new SendResult.Refused("invalid_media_type"), await fake.Channel().Send(Number, Ayse, new("", "") { Content = file with { MimeType = "png" }, File = "bytes"u8.ToArray() }));
    }

    [Fact]
    public async Task A_chat_is_begun_with_a_number_and_the_answer_says_how_Meta_writes_it()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, """{"contacts":[{"input":"+5511961234567","wa_id":"551161234567"}],"messages":[{"id":"wamid.9"}]}""");
        Assert.Equal(new SendResult.Accepted("wamid.9") { ProviderChatId = "551161234567" }, await fake.Channel().Begin(Number, "+5511961234567", Said("Hi")));
        Assert.Equal("5511961234567", (string?)JsonNode.Parse(Assert.Single(fake.Requests).Body)!["to"]);

        fake.Always(200, MetaFixture.All.Text("api_resp_send_ok")); // its number is made unreadable
        Assert.Equal("5511961234567", Assert.IsType<SendResult.Accepted>(await fake.Channel().Begin(Number, "+5511961234567", Said("Hi"))).ProviderChatId);
        fake.Always(400, MetaFixture.All.Text("constructed_api_error_131047_http400"));
        Assert.Equal(new SendResult.Refused("131047"), await fake.Channel().Begin(Number, "+5511961234567", Said("Hi")));
        Assert.Equal("5511961234567", fake.Channel().ChatIdOf("+5511961234567"));
        Assert.Null(fake.Channel().ChatIdOf("nobody"));
    }

    [Theory, InlineData("{}"), InlineData("<html>"), InlineData(""), InlineData("[]"), InlineData("""{"messages":[{"id":null}]}"""), InlineData("""{"messages":7}""")]
    public async Task An_accepted_send_whose_answer_names_no_message_is_accepted_all_the_same(string body)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, body);
        Assert.Equal(new SendResult.Accepted(null), await fake.Channel().Send(Number, Ayse, Said("hi")));
    }

    [Fact]
    public async Task A_send_that_was_not_taken_says_why()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(401, MetaFixture.All.Text("constructed_api_error_190_http401"));
        Assert.Equal(new SendResult.Postponed("190", ChannelStatus.NeedsReconnect), await fake.Channel().Send(Number, Ayse, Said("hi")));
        fake.Always(400, MetaFixture.All.Text("constructed_api_error_131048_http400"));
        Assert.Equal(new SendResult.Postponed("131048", ChannelStatus.Stopped), await fake.Channel().Send(Number, Ayse, Said("hi")));
        fake.Always(429, MetaFixture.All.Text("constructed_api_error_80007_http429"));
        Assert.Equal(new SendResult.Postponed("80007"), await fake.Channel().Send(Number, Ayse, Said("hi")));
        fake.Always(400, MetaFixture.All.Text("constructed_api_error_131047_http400"));
        Assert.Equal(new SendResult.Refused("131047"), await fake.Channel().Send(Number, Ayse, Said("hi")));
        fake.Always(500, MetaFixture.All.Text("constructed_api_error_131000_http500"));
        Assert.Equal(new SendResult.Unclear("131000"), await fake.Channel().Send(Number, Ayse, Said("hi")));
        fake.Always(502, "<html>Bad gateway</html>");
        Assert.Equal(new SendResult.Unclear("http_502"), await fake.Channel().Send(Number, Ayse, Said("hi")));
    }

    [Fact]
    public async Task A_send_without_an_answer_in_time_is_unclear()
    {
        await using var fake = await FakeMeta.Start();
        var finish = new TaskCompletionSource();
        fake.Answer = (_, _) => finish.Task;
        Assert.Equal(new SendResult.Unclear("timeout"), await fake.Channel(("SendTimeout", "00:00:00.300")).Send(Number, Ayse, Said("hi")));
        Assert.Single(fake.Requests);
        finish.SetResult();
    }

    [Fact]
    public async Task A_send_whose_connection_breaks_is_unclear_and_never_repeated()
    {
        await using var fake = await FakeMeta.Start();
        fake.Answer = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal(new SendResult.Unclear("connection_lost"), await fake.Channel().Send(Number, Ayse, Said("hi")));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_send_that_finds_nobody_listening_is_postponed()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        await using var services = FakeMeta.Services([("BaseUrl", $"http://127.0.0.1:{port}"), ("AccessToken", "token")]);
        Assert.Equal(new SendResult.Postponed("unreachable"), await services.GetRequiredService<IChannel>().Send(Number, Ayse, Said("hi")));
    }

    [Fact]
    public async Task A_number_with_a_token_of_its_own_uses_that_one()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, Sent);
        fake.Accounts.Link("meta", Number, "its own");
        fake.Accounts.Link("meta", "2", "own");
        var channel = fake.Channel();
        foreach (var number in (string[])["2", "2", "3"]) await channel.Send(number, Ayse, Said("hi"));
        Assert.Equal(["Bearer own", "Bearer own", "Bearer installation"], fake.Requests.Select(asked => asked.Header("Authorization")));
        Assert.Equal(2, fake.Accounts.Asked); // remembered for a moment
        // One that cannot stand in a header is no token.
        Assert.Equal(new SendResult.Postponed("not_configured"), await channel.Send(Number, Ayse, Said("hi")));
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_now_is_no_reason_to_give_up()
    {
        await using var fake = await FakeMeta.Start();
        fake.Accounts.IsAway = true;
        Assert.Equal(new SendResult.Postponed("no_token"), await fake.Channel().Send(Number, Ayse, Said("hi")));
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task Without_a_token_everything_answers_that_it_is_not_configured()
    {
        await using var services = FakeMeta.Services([]);
        var channel = services.GetRequiredService<IChannel>();
        Assert.Equal(new SendResult.Postponed("not_configured"), await channel.Send(Number, Ayse, Said("hi")));
        Assert.Equal(new FetchedMedia.Postponed("not_configured"), await channel.Fetch(Number, "wamid.1", new("9", "img"), CancellationToken.None));
        Assert.Equal(new ConnectResult.Failed("not_configured", ""), await channel.Connect(null, new ConnectWith(Number, ""), CancellationToken.None));
        Assert.Null(await channel.Status(Number, CancellationToken.None));
        await channel.ShowComposing(Number, Ayse, "wamid.1", CancellationToken.None);
    }

    [Fact]
    public async Task That_somebody_writes_is_shown_with_the_contacts_message_as_read()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, """{"success":true}""");
        await fake.Channel().ShowComposing(Number, Ayse, "wamid.1", CancellationToken.None);
        Assert.Equal("POST /v23.0/100000000000001/messages", Assert.Single(fake.Requests).Line);
        AssertBody("""{"messaging_product":"whatsapp","status":"read","message_id":"wamid.1","typing_indicator":{"type":"text"}}""", fake);
    }

    [Theory, InlineData("..", Ayse), InlineData(Number, ".."), InlineData("", Ayse)]
    public async Task An_id_that_would_leave_its_path_is_refused(string number, string chat)
    {
        await using var fake = await FakeMeta.Start();
        Assert.Equal(new SendResult.Refused("invalid_chat"), await fake.Channel().Send(number, chat, Said("hi")));
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task There_is_no_history_to_look_into()
    {
        await using var fake = await FakeMeta.Start();
        Assert.Null(await fake.Channel().FindSent(Number, Ayse, new SentMessage("hi"), Recorded.ReceivedAt, CancellationToken.None));
        Assert.Null(await fake.Channel().Pull(Number, Ayse, Recorded.ReceivedAt, CancellationToken.None));
        Assert.Empty(fake.Requests);
    }

    private static void AssertBody(string expected, FakeMeta fake) => AssertBody(JsonNode.Parse(expected)!, Assert.Single(fake.Requests));

    private static void AssertBody(JsonNode expected, Asked asked) => Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(asked.Body)), asked.Body);
}
