using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaAccountTests
{
    private const string Number = "109219645287979";

    [Fact]
    public async Task A_number_is_linked_by_the_token_that_may_read_it()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, MetaFixture.All.Text("api_resp_phoneNumber"));
        Assert.Equal(new ConnectResult.Linked(Number, "", ChannelStatus.Ok), await fake.Channel().Connect(null, new ConnectWith($" {Number} ", "token"), CancellationToken.None));
        var asked = Assert.Single(fake.Requests);
        Assert.Equal($"GET /v23.0/{Number}?fields=id,display_phone_number,verified_name,status", asked.Line);
        Assert.Equal("Bearer token", asked.Header("Authorization"));
    }

    [Fact]
    public async Task A_stored_token_answers_for_its_own_number_only()
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, MetaFixture.All.Text("api_resp_phoneNumber"));
        fake.Accounts.Link("meta", Number, "stored");
        var channel = fake.Channel();
        await channel.Connect(Number, ConnectWith.Nothing, CancellationToken.None);
        await channel.Connect(null, new ConnectWith(Number, ""), CancellationToken.None);
        await channel.Connect("another", new ConnectWith(Number, ""), CancellationToken.None);
        Assert.Equal(["Bearer stored", "Bearer installation", "Bearer installation"], fake.Requests.Select(asked => asked.Header("Authorization")));
    }

    [Theory]
    [InlineData(200, """{"id":"another"}""", "no_such_number", ""), InlineData(200, "<html>", "no_such_number", "")]
    [InlineData(401, """{"error":{"code":190,"message":"expired"}}""", "190", "expired"), InlineData(400, """{"error":{"code":100,"message":"m","error_data":{"details":"no such object"}}}""", "100", "no such object"), InlineData(502, "", "http_502", "")]
    public async Task A_number_that_the_token_may_not_read_is_not_linked(int status, string body, string code, string detail)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(status, body);
        Assert.Equal(new ConnectResult.Failed(code, detail), await fake.Channel().Connect(null, new ConnectWith(Number, "token"), CancellationToken.None));
    }

    [Theory, InlineData(""), InlineData(".."), InlineData(" ")]
    public async Task A_number_must_be_named(string account)
    {
        await using var fake = await FakeMeta.Start();
        Assert.Equal(new ConnectResult.Failed("no_account_id", ""), await fake.Channel().Connect(null, new ConnectWith(account, "token"), CancellationToken.None));
        Assert.Empty(fake.Requests);
    }

    [Theory]
    [InlineData(200, """{"id":"109219645287979","display_phone_number":"+1 631-555-3601","status":"CONNECTED"}""", ChannelStatus.Ok, "+16315553601"), InlineData(200, """{"id":"109219645287979","display_phone_number":"15550001111"}""", ChannelStatus.Ok, "+15550001111")]
    [InlineData(200, """{"id":"109219645287979","status":"FLAGGED"}""", ChannelStatus.Ok, ""), InlineData(200, """{"id":"109219645287979","status":"BANNED"}""", ChannelStatus.Stopped, ""), InlineData(200, """{"id":"109219645287979","status":"DISCONNECTED"}""", ChannelStatus.NeedsReconnect, "")]
    [InlineData(401, """{"error":{"code":190}}""", ChannelStatus.NeedsReconnect, ""), InlineData(400, """{"error":{"code":131031}}""", ChannelStatus.Stopped, "")]
    public async Task A_number_says_how_it_is(int status, string body, ChannelStatus expected, string phone)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(status, body);
        Assert.Equal(new AccountReport(Number, expected, phone), await fake.Channel().Status(Number, CancellationToken.None));
    }

    [Theory, InlineData(500, "{}"), InlineData(429, """{"error":{"code":4}}"""), InlineData(200, """{"id":"another"}"""), InlineData(400, """{"error":{"code":100}}""")]
    public async Task What_is_not_the_numbers_own_answer_says_nothing(int status, string body)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(status, body);
        Assert.Null(await fake.Channel().Status(Number, CancellationToken.None));
    }

    [Fact]
    public async Task There_is_nothing_to_end_and_no_address_to_register()
    {
        await using var fake = await FakeMeta.Start();
        Assert.True(await fake.Channel().Disconnect(Number, CancellationToken.None));
        Assert.Equal("not_supported", await fake.Channel().RegisterWebhook(Number, "https://us.example/webhooks/meta", CancellationToken.None));
        Assert.Empty(fake.Requests);
    }
}
