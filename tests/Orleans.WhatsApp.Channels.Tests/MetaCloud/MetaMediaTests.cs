using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaMediaTests
{
    private const string Number = "100000000000001";
    private static readonly Attachment Voice = new("9", "audio", "audio/ogg");

    [Fact]
    public async Task A_file_is_asked_for_by_its_id_and_fetched_from_its_address_with_the_same_token()
    {
        await using var fake = await FakeMeta.Start();
        fake.Answer = async (asked, context) =>
        {
            if (asked.Path.StartsWith("/v23.0/9", StringComparison.Ordinal))
            {
                await FakeProvider.Json(context, 200, $$"""{"url":"{{fake.Url}}/file?hash=1","mime_type":"audio/ogg; codecs=opus","file_size":5,"id":"9"}""");
                return;
            }

            await context.Response.Body.WriteAsync("OggS bytes"u8.ToArray());
        };

        var fetched = Assert.IsType<FetchedMedia.Fetched>(await fake.Channel().Fetch(Number, "wamid.1", Voice, CancellationToken.None));

        Assert.Equal(("OggS bytes", "audio/ogg"), (Encoding.UTF8.GetString(await fetched.Bytes()), fetched.MimeType));
        Assert.Equal(["GET /v23.0/9?phone_number_id=100000000000001", "GET /file?hash=1"], fake.Requests.Select(asked => asked.Line));
        Assert.All(fake.Requests, asked => Assert.Equal("Bearer installation", asked.Header("Authorization")));
        Assert.StartsWith("Mozilla/5.0", fake.Requests.Last().Header("User-Agent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", true), InlineData("https://scontent.xx.fbcdn.net/v/1", true), InlineData("https://graph.facebook.com/1", true)]
    [InlineData("http://127.0.0.1:9/file", true), InlineData("https://127.0.0.1:9/file", false), InlineData("http://127.0.0.1:10/file", false)]
    [InlineData("http://lookaside.fbsbx.com/1", false), InlineData("https://lookaside.fbsbx.com:8443/1", false), InlineData("https://lookaside.fbsbx.com.evil.example/1", false), InlineData("https://evilfbcdn.net/1", false)]
    [InlineData("https://fbsbx.com/1", false), InlineData("https://user@lookaside.fbsbx.com/1", false), InlineData("http://169.254.169.254/latest", false), InlineData("file:///etc/passwd", false), InlineData("ftp://graph.facebook.com/1", false)]
    public async Task The_token_goes_to_Metas_own_hosts_only(string url, bool expected)
    {
        await using var services = FakeMeta.Services([("BaseUrl", "http://127.0.0.1:9")]);
        Assert.Equal(expected, services.GetRequiredService<MetaMedia>().IsMetas(new Uri(url)));
    }

    [Theory, InlineData("https://evil.example/file"), InlineData("/file"), InlineData("")]
    public async Task An_address_anywhere_else_is_not_followed(string url)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(200, $$"""{"url":"{{url}}"}""");
        Assert.Equal(new FetchedMedia.Refused("host_not_allowed"), await fake.Channel().Fetch(Number, "wamid.1", Voice, CancellationToken.None));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_redirect_away_is_not_followed()
    {
        await using var fake = await FakeMeta.Start();
        fake.Answer = (asked, context) =>
        {
            if (asked.Path.StartsWith("/v23.0/", StringComparison.Ordinal)) return FakeProvider.Json(context, 200, $$"""{"url":"{{fake.Url}}/file"}""");
            context.Response.Redirect("https://evil.example/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Equal(new FetchedMedia.Refused("host_not_allowed"), await fake.Channel().Fetch(Number, "wamid.1", Voice, CancellationToken.None));
        Assert.Equal(2, fake.Requests.Count);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":100}}""", "refused gone"), InlineData(404, "{}", "refused gone"), InlineData(400, """{"error":{"code":131052}}""", "refused 131052")]
    [InlineData(401, """{"error":{"code":190}}""", "postponed 190"), InlineData(429, """{"error":{"code":4}}""", "postponed 4"), InlineData(500, "{}", "postponed http_500"), InlineData(500, """{"error":{"code":1}}""", "postponed 1")]
    public async Task A_file_that_is_not_given_out_says_why(int status, string body, string expected)
    {
        await using var fake = await FakeMeta.Start();
        fake.Always(status, body);
        Assert.Equal(expected, await fake.Channel().Fetch(Number, "wamid.1", Voice, CancellationToken.None) switch
        {
            FetchedMedia.Refused refused => $"refused {refused.Code}",
            FetchedMedia.Postponed postponed => $"postponed {postponed.Code}",
            _ => "fetched",
        });
    }

    [Theory, InlineData(""), InlineData("..")]
    public async Task What_has_no_file_has_nothing_to_fetch(string id)
    {
        await using var fake = await FakeMeta.Start();
        Assert.Equal(new FetchedMedia.Refused("invalid_attachment"), await fake.Channel().Fetch(Number, "wamid.1", new Attachment(id, "location"), CancellationToken.None));
        Assert.Empty(fake.Requests);
    }
}
