using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Tests.Fetching;

/// <summary>What is fetched, and how a server's ways of answering end.</summary>
public sealed class FetchTests : IAsyncLifetime
{
    private const string Url = "https://media.example.com/voice?id=1";

    private FetchStage _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await FetchStage.Start(("Media:MaxAudioBytes", "5000"), ("Media:FetchTimeout", "00:00:30"));
        _stage.Name("media.example.com", FetchStage.PublicIp);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_recording_comes_as_it_is()
    {
        _stage.Server.Answer = context => MediaServer.Bytes(context, "audio/ogg; codecs=opus", Samples.Ogg());
        await using var fetched = Assert.IsType<FetchResult.Fetched>(await _stage.Fetch(Url));
        Assert.Equal(("audio/ogg", 4000L), (fetched.ContentType, fetched.Length));
        Assert.Equal(Samples.Ogg(), await Bytes(fetched.Content));

        var asked = Assert.Single(_stage.Server.Requests);
        Assert.Equal(Url, asked.Url);
        Assert.Equal("identity", asked.Header("Accept-Encoding"));
        Assert.StartsWith("Mozilla/5.0 ", asked.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal([FetchStage.PublicIp], _stage.Dialled);
    }

    [Fact]
    public async Task The_callers_headers_are_sent_and_replace_our_own()
    {
        await _stage.Spoken(Url, change: request => request with
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("Authorization", "Bearer secret").Add("User-Agent", "curl/8.5.0"),
        });
        var asked = Assert.Single(_stage.Server.Requests);
        Assert.Equal(("Bearer secret", "curl/8.5.0"), (asked.Header("Authorization"), asked.Header("User-Agent")));
    }

    [Fact]
    public async Task What_is_large_lies_in_a_file_until_it_is_disposed_of()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        Samples.Head("pdf").CopyTo(bytes, 0);
        _stage.Server.Answer = context => MediaServer.Bytes(context, "application/pdf", bytes);
        var fetched = Assert.IsType<FetchResult.Fetched>(await _stage.Fetch(Url, MediaKind.Document));
        var file = Assert.IsType<FileStream>(fetched.Content);
        Assert.True(File.Exists(file.Name));
        Assert.Equal(bytes, await Bytes(fetched.Content));
        await fetched.DisposeAsync();
        Assert.False(File.Exists(file.Name));
    }

    [Theory]
    [InlineData(204, null, "refused http_204"), InlineData(206, null, "refused http_206"), InlineData(304, null, "refused http_304")]
    [InlineData(400, null, "refused http_400"), InlineData(401, null, "refused unauthorized"), InlineData(403, null, "refused forbidden")]
    [InlineData(404, null, "gone"), InlineData(410, null, "gone"), InlineData(451, null, "refused http_451")]
    [InlineData(408, null, "postponed http_408"), InlineData(425, null, "postponed busy"), InlineData(429, null, "postponed busy"), InlineData(429, "30", "postponed busy 30")]
    [InlineData(429, "Mon, 02 Mar 2026 09:01:30 GMT", "postponed busy 90"), InlineData(429, "Mon, 02 Mar 2026 08:00:00 GMT", "postponed busy 0"), InlineData(429, "soon", "postponed busy")]
    [InlineData(500, null, "postponed http_500"), InlineData(503, "5", "postponed http_503 5"), InlineData(599, null, "postponed http_599")]
    public async Task Every_status_has_its_meaning(int status, string? retryAfter, string expected)
    {
        _stage.Server.Answer = context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };
        Assert.Equal(expected, await _stage.Spoken(Url));
    }

    [Theory, InlineData(4999, "audio/ogg 4999"), InlineData(5000, "audio/ogg 5000"), InlineData(5001, "refused too_large")]
    public async Task The_limit_is_what_may_just_be_had(int length, string expected)
    {
        _stage.Server.Answer = context => MediaServer.Bytes(context, "audio/ogg", Samples.Ogg(length));
        Assert.Equal(expected, await _stage.Spoken(Url));
        _stage.Server.Answer = context => Chunked(context, Samples.Ogg(length));
        Assert.Equal(expected, await _stage.Spoken(Url));
    }

    [Fact]
    public async Task What_says_that_it_is_too_large_is_not_read()
    {
        var cutOff = new TaskCompletionSource();
        _stage.Server.Answer = async context =>
        {
            context.Response.ContentType = "audio/ogg";
            context.Response.ContentLength = 1L << 40;
            await context.Response.Body.FlushAsync();
            await using var ended = context.RequestAborted.Register(cutOff.SetResult);
            await cutOff.Task;
        };
        Assert.Equal("refused too_large", await _stage.Spoken(Url));
        await cutOff.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_never_ends_is_cut_off_at_the_limit()
    {
        var cutOff = new TaskCompletionSource();
        _stage.Server.Answer = async context =>
        {
            context.Response.ContentType = "audio/ogg";
            await using var ended = context.RequestAborted.Register(cutOff.SetResult);
            while (!cutOff.Task.IsCompleted) await context.Response.Body.WriteAsync(Samples.Ogg());
        };
        Assert.Equal("refused too_large", await _stage.Spoken(Url));
        await cutOff.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_ends_before_the_length_that_it_told_is_tried_again()
    {
        _stage.Server.Answer = async context =>
        {
            context.Response.ContentType = "audio/ogg";
            context.Response.ContentLength = 4000;
            await context.Response.Body.WriteAsync(Samples.Ogg(1000));
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        Assert.Equal("postponed broken_off", await _stage.Spoken(Url));
    }

    [Theory, InlineData("gzip"), InlineData("br"), InlineData("identity, gzip")]
    public async Task What_comes_compressed_is_not_taken(string encoding)
    {
        _stage.Server.Answer = context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return MediaServer.Bytes(context, "audio/ogg", Samples.Ogg());
        };
        Assert.Equal("refused encoded", await _stage.Spoken(Url));
    }

    [Fact]
    public async Task Nothing_at_all_is_no_recording()
    {
        _stage.Server.Answer = context => MediaServer.Bytes(context, "audio/ogg", []);
        Assert.Equal("refused empty", await _stage.Spoken(Url));
    }

    [Theory]
    [InlineData("audio/ogg", "html", "refused content_mismatch"), InlineData("text/html", "ogg", "refused type_not_allowed"), InlineData("nonsense", "ogg", "audio/ogg 6")]
    public async Task What_the_server_says_and_what_comes_are_both_looked_at(string declared, string sample, string expected)
    {
        _stage.Server.Answer = context => MediaServer.Bytes(context, declared, Samples.Head(sample));
        Assert.Equal(expected, await _stage.Spoken(Url));
    }

    [Fact]
    public async Task A_server_that_does_not_begin_to_answer_is_given_up_in_time()
    {
        var release = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _stage.Server.Answer = _ =>
        {
            asked.SetResult();
            return release.Task;
        };
        var fetch = _stage.Spoken(Url);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        _stage.Clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(fetch.IsCompleted);
        _stage.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("postponed timeout", await fetch);
        release.SetResult();
    }

    [Fact]
    public async Task A_server_that_trickles_is_given_up_in_time()
    {
        var release = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _stage.Server.Answer = async context =>
        {
            context.Response.ContentType = "audio/ogg";
            await context.Response.Body.WriteAsync(Samples.Ogg(1000));
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await release.Task;
        };
        var fetch = _stage.Spoken(Url);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        _stage.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("postponed timeout", await fetch);
        release.SetResult();
    }

    [Fact]
    public async Task Who_no_longer_wants_it_is_told_so()
    {
        var release = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        _stage.Server.Answer = async _ =>
        {
            await stop.CancelAsync();
            await release.Task;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _stage.Fetch(Url, stop: stop.Token));
        release.SetResult();
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_no_server_to_talk_to()
    {
        await using var stage = await FetchStage.StartWithoutTrust();
        stage.Name("media.example.com", FetchStage.PublicIp);
        Assert.Equal("postponed tls_failed", await stage.Spoken(Url));
        Assert.Empty(stage.Server.Requests);
    }

    [Fact]
    public async Task A_name_without_an_address_may_have_one_later() => Assert.Equal("postponed unreachable", await _stage.Spoken("https://unknown.example.com/"));

    [Fact]
    public async Task The_next_address_is_tried_where_one_is_silent()
    {
        _stage.Name("media.example.com", "2606:4700::1111", FetchStage.PublicIp);
        _stage.Silent.Add("2606:4700::1111");
        Assert.Equal("audio/ogg 4000", await _stage.Spoken(Url));
        Assert.Equal(["2606:4700::1111", FetchStage.PublicIp], _stage.Dialled);

        _stage.Name("other.example.com", "2606:4700::1111");
        Assert.Equal("postponed unreachable", await _stage.Spoken("https://other.example.com/"));
    }

    private static async Task Chunked(HttpContext context, byte[] bytes)
    {
        context.Response.ContentType = "audio/ogg";
        foreach (var part in bytes.Chunk(1000))
        {
            await context.Response.Body.WriteAsync(part);
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task<byte[]> Bytes(Stream content)
    {
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }
}
