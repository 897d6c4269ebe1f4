using System.Net;
using Orleans.WhatsApp.Silo.Requests;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo;

public sealed class LimitTests
{
    [Fact]
    public async Task One_user_who_asks_too_often_is_told_when_to_come_back_and_nobody_else_is()
    {
        await using var stage = await Stage.Bare(("Limits:RequestsPerMinutePerUser", "60"));
        var other = stage.As(await stage.AddUser("other@example.com", Bootstrap.FirstTenant, Role.Member));

        var refused = await AskUntilRefused(() => stage.Get(stage.Admin, "/api/auth/me"));

        refused.Problem(429, "too_many_requests");
        Assert.InRange(refused.Message.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("nosniff", refused.Message.Headers.GetValues("X-Content-Type-Options").Single());
        (await stage.Get(other, "/api/auth/me")).Ok();
    }

    [Fact]
    public async Task One_address_that_asks_too_often_is_refused_before_it_says_who_it_is_but_its_webhooks_are_taken()
    {
        await using var stage = await Stage.Bare(("Limits:RequestsPerMinutePerAddress", "60"));
        (await AskUntilRefused(() => stage.Get(stage.Anyone, "/api/auth/me"))).Problem(429, "too_many_requests");

        for (var i = 0; i < 20; i++)
        {
            (await stage.Webhook(new FakeBody("group", Stage.Account))).Ok();
            (await stage.Get(stage.Anyone, "/health/live")).Ok();
        }
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002")]
    public void A_network_is_an_address_or_what_one_customer_gets(string address, string network) =>
        Assert.Equal(network, RequestLimits.Network(IPAddress.Parse(address)));

    private static async Task<Answer> AskUntilRefused(Func<Task<Answer>> ask)
    {
        for (var i = 0; i < 1_000; i++)
        {
            var answer = await ask();
            if (answer.Status == HttpStatusCode.TooManyRequests) return answer;
        }

        throw new InvalidOperationException("Nobody was refused.");
    }
}
