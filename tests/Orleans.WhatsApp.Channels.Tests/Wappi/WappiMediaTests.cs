using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiMediaTests
{
    private static readonly Attachment Voice = new("AC1", "audio", "audio/ogg", "", 0, IsVoiceNote: true);

    [Theory, InlineData("AQID+vs="), InlineData("data:audio/ogg;base64,AQID+vs=")]
    public async Task A_file_comes_in_the_answer(string file)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, $$"""{"status":"done","file_name":"a.oga","mime_type":"audio/ogg; codecs=opus","file_link":"https://s3.example/x","file_b64":"{{file}}"}""");
        var fetched = Assert.IsType<FetchedMedia.Fetched>(await fake.Channel().Fetch("p1", "AC 1", Voice, CancellationToken.None));
        Assert.Equal([1, 2, 3, 250, 251], await fetched.Bytes());
        Assert.Equal(("audio/ogg; codecs=opus", "a.oga"), (fetched.MimeType, fetched.FileName));
        Assert.Equal("GET /api/sync/message/media/download?message_id=AC%201&profile_id=p1", Assert.Single(fake.Requests).Line);
        Assert.Null(fake.Files.Asked);
    }

    [Fact]
    public async Task A_file_is_fetched_from_where_the_answer_points()
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, """{"status":"done","file_name":"a.oga","mime_type":"audio/ogg","file_link":"https://storage.yandexcloud.net/b/k?sig=1"}""");
        using var content = new MemoryStream("bytes"u8.ToArray());
        fake.Files.Answer = new FetchResult.Fetched(content, "audio/ogg", 5);

        var fetched = Assert.IsType<FetchedMedia.Fetched>(await fake.Channel().Fetch("p1", "AC1", Voice, CancellationToken.None));

        // Handed on as it is: what is large lies in a file, and stays there.
        Assert.Same(content, fetched.Content);
        Assert.Equal(("audio/ogg", "a.oga"), (fetched.MimeType, fetched.FileName));
        Assert.Equal(("https://storage.yandexcloud.net/b/k?sig=1", MediaKind.Audio), (fake.Files.Asked!.Url.AbsoluteUri, fake.Files.Asked.Kind));
        Assert.Equal("wappi.pro yandexcloud.net amazonaws.com 127.0.0.1", string.Join(' ', fake.Files.Asked.Hosts));
        Assert.Empty(fake.Files.Asked.Headers);
    }

    public static readonly TheoryData<FetchResult, FetchedMedia> Ends = new()
    {
        { new FetchResult.Gone(), new FetchedMedia.Refused("gone") },
        { new FetchResult.Refused("host_not_allowed"), new FetchedMedia.Refused("host_not_allowed") },
        { new FetchResult.Postponed("busy"), new FetchedMedia.Postponed("busy") },
    };

    [Theory, MemberData(nameof(Ends))]
    public async Task A_file_that_is_not_there_says_why(FetchResult end, FetchedMedia expected)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, """{"status":"done","file_link":"https://storage.yandexcloud.net/b/k"}""");
        fake.Files.Answer = end;
        Assert.Equal(expected, await fake.Channel().Fetch("p1", "AC1", Voice, CancellationToken.None));
    }

    [Theory]
    [InlineData(400, "{}", "refused gone"), InlineData(404, "{}", "refused gone"), InlineData(401, "{}", "postponed unauthorized"), InlineData(429, "{}", "postponed too_many_requests")]
    [InlineData(500, "{}", "postponed http_500"), InlineData(200, "<html>", "postponed no_file"), InlineData(200, "{}", "postponed no_file"), InlineData(200, """{"file_link":"x"}""", "postponed no_file")]
    [InlineData(200, """{"file_b64":"not base64"}""", "refused not_base64"), InlineData(200, """{"status":"error","detail":"The media has expired"}""", "refused gone"), InlineData(409, "{}", "refused already_authorized")]
    public async Task An_answer_without_a_file_says_whether_to_ask_again(int status, string body, string expected)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(status, body);
        Assert.Equal(expected, await fake.Channel().Fetch("p1", "AC1", Voice, CancellationToken.None) switch
        {
            FetchedMedia.Refused refused => $"refused {refused.Code}",
            FetchedMedia.Postponed postponed => $"postponed {postponed.Code}",
            _ => "fetched",
        });
    }

    [Theory, InlineData("img", MediaKind.Image), InlineData("sticker", MediaKind.Image), InlineData("video", MediaKind.Video), InlineData("file", MediaKind.Document)]
    public async Task A_file_is_fetched_as_what_it_is(string kind, MediaKind expected)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, """{"file_link":"https://storage.yandexcloud.net/b/k"}""");
        await fake.Channel().Fetch("p1", "AC1", Voice with { Kind = kind }, CancellationToken.None);
        Assert.Equal(expected, fake.Files.Asked!.Kind);
    }
}
