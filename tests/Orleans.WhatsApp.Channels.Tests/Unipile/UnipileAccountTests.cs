using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileAccountTests
{
    private static readonly ConnectResult.Linked ByQrCode = new("accWAaaaaaaaaaaaaaaaaa", "2@AAAA,BBBB,CCCC,DDDD", ChannelStatus.Pending);

    [Fact]
    public async Task A_new_account_comes_with_a_qr_code()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(202, Fixture.Text("constructed_rest_checkpoint_qrcode"));
        Assert.Equal(ByQrCode, await fake.Channel().Connect(null, ConnectWith.Nothing, CancellationToken.None));
        var asked = Assert.Single(fake.Requests);
        Assert.Equal("POST /api/v1/accounts", asked.Line);
        Assert.Equal("""{"provider":"WHATSAPP"}""", asked.Body);
    }

    [Fact]
    public async Task A_known_account_is_reconnected()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(201, """{"object":"AccountReconnected"}""");
        Assert.Equal(new ConnectResult.Linked("acc", "", ChannelStatus.Ok), await fake.Channel().Connect("acc", ConnectWith.Nothing, CancellationToken.None));
        Assert.Equal("POST /api/v1/accounts/acc", Assert.Single(fake.Requests).Line);
    }

    [Fact]
    public async Task A_known_account_that_is_gone_is_made_anew()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Answer = (asked, context) => asked.Path == "/api/v1/accounts"
            ? FakeUnipile.Json(context, 201, Fixture.Text("constructed_rest_checkpoint_qrcode"))
            : FakeUnipile.Json(context, 404, """{"type":"errors/resource_not_found"}""");
        Assert.Equal(ByQrCode, await fake.Channel().Connect("gone", ConnectWith.Nothing, CancellationToken.None));
        Assert.Equal(["POST /api/v1/accounts/gone", "POST /api/v1/accounts"], fake.Requests.Select(asked => asked.Line));
    }

    [Theory]
    [InlineData(201, """{"object":"AccountCreated","account_id":"new"}""", "linked new Ok")]
    [InlineData(201, """{"object":"Checkpoint","account_id":"new","checkpoint":{"type":"CAPTCHA"}}""", "failed other_checkpoint CAPTCHA")]
    [InlineData(201, "{}", "failed no_account_id ")]
    [InlineData(425, """{"type":"errors/auth_in_progress","title":"Wait","detail":"A session is open."}""", "failed auth_in_progress A session is open.")]
    [InlineData(500, "", "failed http_500 ")]
    public async Task A_link_says_what_came_of_it(int status, string body, string expected)
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(status, body);
        Assert.Equal(expected, await fake.Channel().Connect("", ConnectWith.Nothing, CancellationToken.None) switch
        {
            ConnectResult.Linked linked => $"linked {linked.AccountId} {linked.Status}",
            ConnectResult.Failed failed => $"failed {failed.Code} {failed.Detail}",
            _ => "",
        });
    }

    [Theory]
    [InlineData("""[{"id":"acc_MESSAGING","status":"OK"}]""", ChannelStatus.Ok), InlineData("""[{"status":"OK"},{"status":"CREDENTIALS"}]""", ChannelStatus.NeedsReconnect)]
    [InlineData("""[{"status":"CONNECTING"},{"status":"OK"}]""", ChannelStatus.Connecting), InlineData("""[{"status":"PERMISSIONS"}]""", ChannelStatus.NeedsReconnect)]
    [InlineData("""[{"status":"STOPPED"}]""", ChannelStatus.Stopped), InlineData("""[{"status":"ERROR"}]""", ChannelStatus.Error), InlineData("[]", ChannelStatus.Pending), InlineData("null", ChannelStatus.Pending)]
    [InlineData("""[{"status":"DANCING"}]""", ChannelStatus.Connecting)]
    public async Task An_account_is_as_well_as_its_worst_source(string sources, ChannelStatus expected)
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(200, $$$"""{"object":"Account","id":"acc","type":"WHATSAPP","connection_params":{"im":{"phone_number":"+33 6 00 00 00 01"}},"sources":{{{sources}}}}""");
        Assert.Equal(new AccountReport("acc", expected, "+33600000001"), await fake.Channel().Status("acc", CancellationToken.None));
        Assert.Equal("GET /api/v1/accounts/acc", Assert.Single(fake.Requests).Line);
    }

    [Theory]
    [InlineData(404, "{}"), InlineData(500, "{}"), InlineData(200, "<html>"), InlineData(200, """{"type":"LINKEDIN","sources":[{"status":"OK"}]}""")]
    public async Task An_account_that_is_not_there_has_no_status(int status, string body)
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(status, body);
        Assert.Null(await fake.Channel().Status("acc", CancellationToken.None));
    }

    [Theory, InlineData(200, true), InlineData(404, true), InlineData(500, false)]
    public async Task An_account_that_is_gone_is_disconnected(int status, bool expected)
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(status, "{}");
        Assert.Equal(expected, await fake.Channel().Disconnect("acc", CancellationToken.None));
        Assert.Equal("DELETE /api/v1/accounts/acc", Assert.Single(fake.Requests).Line);
    }
}
