using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiAccountTests
{
    private static readonly ConnectWith With = new("971cdfd1-0000", "own token");

    [Fact]
    public async Task A_profile_is_linked_by_its_code()
    {
        await using var fake = await FakeWappi.Start();
        fake.Answer = (asked, context) => FakeProvider.Json(context, 200, asked.Call == "/api/sync/qr/get" ? WappiFixture.Text("constructed_rest_qr_get") : """{"status":"done","authorized":false}""");
        Assert.Equal(new ConnectResult.Linked("971cdfd1-0000", "data:image/png;base64,iVBORw0KGgo=", ChannelStatus.Pending), await fake.Channel().Connect(null, With, CancellationToken.None));
        Assert.Equal(["GET /api/sync/get/status?profile_id=971cdfd1-0000", "GET /api/sync/qr/get?profile_id=971cdfd1-0000"], fake.Requests.Select(asked => asked.Line));
        Assert.All(fake.Requests, asked => Assert.Equal("own token", asked.Token));
    }

    [Fact]
    public async Task A_profile_that_is_authorized_is_linked_at_once()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, WappiFixture.Text("constructed_rest_get_status"));
        Assert.Equal(new ConnectResult.Linked("971cdfd1-0000", "", ChannelStatus.Ok), await fake.Channel().Connect(null, With, CancellationToken.None));
        Assert.Single(fake.Requests);

        fake.Answer = (asked, context) => FakeProvider.Json(context, 200, asked.Call == "/api/sync/qr/get" ? WappiFixture.Text("constructed_rest_qr_already_authorized") : """{"status":"done"}""");
        Assert.Equal(new ConnectResult.Linked("971cdfd1-0000", "", ChannelStatus.Ok), await fake.Channel().Connect(null, With, CancellationToken.None));
    }

    [Theory]
    [InlineData(401, """{"status":"error","detail":"Unauthorized"}""", "unauthorized", "Unauthorized"), InlineData(402, "{}", "payment_required", "")]
    [InlineData(404, """{"status":"error","detail":"Profile not found"}""", "not_found", "Profile not found"), InlineData(200, """{"status":"done","authorized":false}""", "no_qr_code", "")]
    public async Task A_link_that_fails_says_why(int status, string body, string code, string detail)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(status, body);
        Assert.Equal(new ConnectResult.Failed(code, detail), await fake.Channel().Connect(null, With, CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_profile_there_is_nothing_to_link()
    {
        await using var fake = await FakeWappi.Start();
        Assert.Equal(new ConnectResult.Failed("no_account_id", ""), await fake.Channel().Connect(null, ConnectWith.Nothing, CancellationToken.None));
        Assert.Empty(fake.Requests);
    }

    /// <summary>Another tenant's token must not be lent to whoever names its profile.</summary>
    [Theory, InlineData("971cdfd1-0000", "secret of p"), InlineData("another", "installation"), InlineData(null, "installation")]
    public async Task A_kept_token_serves_only_the_profile_that_is_linked_already(string? known, string expected)
    {
        await using var fake = await FakeWappi.Start();
        fake.Accounts.Link("wappi", "971cdfd1-0000", "secret of p");
        fake.Always(200, WappiFixture.Text("constructed_rest_get_status"));
        await fake.Channel().Connect(known, new ConnectWith("971cdfd1-0000", ""), CancellationToken.None);
        Assert.Equal(expected, Assert.Single(fake.Requests).Token);
    }

    [Theory]
    [InlineData(200, """{"status":"done","authorized":true,"app_status":"open","phone":"79000000099"}""", ChannelStatus.Ok, "+79000000099")]
    [InlineData(200, """{"status":"done","authorized":true}""", ChannelStatus.Ok, ""), InlineData(200, """{"status":"done","authorized":true,"app_status":"connecting"}""", ChannelStatus.Connecting, "")]
    [InlineData(200, """{"status":"done","authorized":true,"app_status":"close"}""", ChannelStatus.Connecting, ""), InlineData(200, """{"status":"done","authorized":false}""", ChannelStatus.NeedsReconnect, "")]
    [InlineData(401, "{}", ChannelStatus.NeedsReconnect, ""), InlineData(402, "{}", ChannelStatus.Stopped, "")]
    public async Task A_profile_is_as_Wappi_says(int status, string body, ChannelStatus expected, string phone)
    {
        await using var fake = await FakeWappi.Start();
        fake.Accounts.Link("wappi", "p1", "token");
        fake.Always(status, body);
        Assert.Equal(new AccountReport("p1", expected, phone), await fake.Channel().Status("p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_profile_that_waits_for_its_code_goes_on_waiting()
    {
        await using var fake = await FakeWappi.Start();
        fake.Accounts.Link("wappi", "p1", "token", ChannelStatus.Pending);
        fake.Always(200, """{"status":"done","authorized":false}""");
        Assert.Equal(ChannelStatus.Pending, (await fake.Channel().Status("p1", CancellationToken.None))!.Status);
    }

    [Theory, InlineData(404, "{}"), InlineData(500, "{}"), InlineData(200, "<html>"), InlineData(200, "{}"), InlineData(200, """{"status":"done","authorized":true,"profile_id":"p2"}""")]
    public async Task An_answer_that_is_none_has_no_status(int status, string body)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(status, body);
        Assert.Null(await fake.Channel().Status("p1", CancellationToken.None));
    }

    [Theory, InlineData(200, true), InlineData(404, true), InlineData(500, false), InlineData(401, false)]
    public async Task A_profile_is_logged_out(int status, bool expected)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(status, "{}");
        Assert.Equal(expected, await fake.Channel().Disconnect("p1", CancellationToken.None));
        Assert.Equal("GET /api/profile/logout?profile_id=p1", Assert.Single(fake.Requests).Line);
    }

    [Fact]
    public async Task A_profiles_address_is_set_with_a_secret_of_its_own_and_every_kind_of_event()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, """{"status":"done"}""");
        Assert.Null(await fake.Channel(("WebhookSecret", "a b&c")).RegisterWebhook("p1", "https://us.example/webhooks/wappi", CancellationToken.None));
        Assert.Equal(["POST /api/webhook/url/set?url=https%3A%2F%2Fus.example%2Fwebhooks%2Fwappi%3Fprofile_id%3Dp1&auth=45e1131043cf9498d313808138e72defc0c1e0e006dda59c3ee2056e2d27fa08&profile_id=p1", "POST /api/webhook/types/set?profile_id=p1"], fake.Requests.Select(asked => asked.Line));
        Assert.Equal(
            """["incoming_message","outgoing_message_api","outgoing_message_phone","delivery_status","authorization_status","application_status","incoming_call"]""",
            fake.Requests.Last().Body);
    }

    [Fact]
    public async Task An_address_that_could_not_be_set_says_why()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(401, "{}");
        Assert.Equal("not_configured", await fake.Channel().RegisterWebhook("p1", "https://us.example", CancellationToken.None));
        Assert.Empty(fake.Requests);
        Assert.Equal("unauthorized", await fake.Channel(("WebhookSecret", "secret")).RegisterWebhook("p1", "https://us.example", CancellationToken.None));
        Assert.Single(fake.Requests);
        Assert.Equal("no_account_id", await fake.Channel().RegisterWebhook("", "https://us.example", CancellationToken.None));
    }
}
