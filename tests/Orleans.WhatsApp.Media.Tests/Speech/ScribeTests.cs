using Orleans.WhatsApp.Media.Speech;

namespace Orleans.WhatsApp.Media.Tests.Speech;

public sealed class ScribeTests : IAsyncLifetime
{
    private static readonly byte[] Audio = [.. "OggS"u8, 0, 2, 255];

    private FakeProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeProvider.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task A_voice_note_is_sent_as_it_is_and_comes_back_as_text()
    {
        _provider.Always(200, Fixture.Text("constructed_stt_response"));
        var result = await _provider.Transcriber("scribe").Transcribe(Audio, "audio/ogg; codecs=opus", "en-GB", CancellationToken.None);
        Assert.Equal("heard Hello world!", result.Spoken());

        var asked = Assert.Single(_provider.Requests);
        Assert.Equal(("POST /v1/speech-to-text", "scribe-key"), (asked.Line, asked.Headers["xi-api-key"]));
        Assert.Equal(
            new Dictionary<string, string> { ["model_id"] = "scribe_v2", ["tag_audio_events"] = "false", ["timestamps_granularity"] = "none", ["language_code"] = "en" }, asked.Fields);
        var file = Assert.Single(asked.Files);
        Assert.Equal(("file", "audio/ogg"), (file.Name, file.ContentType));
        Assert.Equal(Audio, file.Bytes);
    }

    [Fact]
    public async Task The_model_is_a_setting_and_no_language_is_guessed()
    {
        _provider.Always(200, """{"text":"Merhaba"}""");
        Assert.Equal("heard Merhaba", (await _provider.Transcriber("scribe", ("ElevenLabs:ScribeModel", "scribe_v1")).Transcribe(Audio, "audio/mpeg", null, CancellationToken.None)).Spoken());
        var asked = Assert.Single(_provider.Requests);
        Assert.Equal("scribe_v1", asked.Fields["model_id"]);
        Assert.DoesNotContain("language_code", asked.Fields.Keys);
        Assert.Equal("audio/mpeg", asked.Files.Single().ContentType);
    }

    [Theory]
    [InlineData("image/jpeg", 10, "refused not_audio"), InlineData("", 10, "refused not_audio"), InlineData("audio/ogg", 0, "refused empty"), InlineData("audio/ogg", 2001, "refused too_large")]
    public async Task What_is_no_recording_is_not_sent(string type, int length, string expected)
    {
        var transcriber = _provider.Transcriber("scribe", ("Media:MaxAudioBytes", "2000"));
        Assert.Equal(expected, (await transcriber.Transcribe(new byte[length], type, null, CancellationToken.None)).Spoken());
        Assert.Empty(_provider.Requests);
    }

    [Theory]
    [InlineData(200, """{"text":" two words \n"}""", "heard two words")]
    [InlineData(200, """{"text":""}""", "silent"), InlineData(200, """{"text":" \n"}""", "silent")]
    [InlineData(200, """{"text":null}""", "postponed unreadable_reply"), InlineData(200, """{"transcripts":[]}""", "postponed unreadable_reply")]
    [InlineData(200, "[]", "postponed unreadable_reply"), InlineData(200, "7", "postponed unreadable_reply")]
    [InlineData(400, """{"detail":{"status":"invalid_audio","message":"x"}}""", "refused invalid_audio"), InlineData(400, "{}", "refused http_400")]
    [InlineData(401, """{"detail":{"status":"invalid_api_key"}}""", "refused invalid_api_key"), InlineData(401, """{"detail":{"status":"quota_exceeded"}}""", "refused quota_exceeded")]
    [InlineData(401, """{"detail":"Unauthorized"}""", "refused unauthorized"), InlineData(403, "[]", "refused forbidden"), InlineData(413, "{}", "refused too_large")]
    [InlineData(422, """{"detail":[{"loc":["body","file"],"msg":"field required","type":"missing"}]}""", "refused invalid_request")]
    [InlineData(400, """{"detail":{"status":"Not a word: Hello"}}""", "refused http_400")]
    [InlineData(429, """{"detail":{"status":"too_many_concurrent_requests"}}""", "postponed busy"), InlineData(425, "{}", "postponed busy"), InlineData(408, "{}", "postponed http_408")]
    [InlineData(500, "{}", "postponed http_500"), InlineData(503, """{"detail":{"status":"system_busy"}}""", "postponed http_503"), InlineData(302, "{}", "postponed http_302")]
    public void Every_answer_has_its_meaning(int status, string body, string expected) => Assert.Equal(expected, ScribeTranscriber.Read(new(status, null, Fixture.Json(body))).Spoken());

    [Theory, InlineData("30", "postponed busy 30"), InlineData("Mon, 02 Mar 2026 09:02:00 GMT", "postponed busy 120"), InlineData("", "postponed busy")]
    public async Task A_busy_provider_says_when_to_come_back(string retryAfter, string expected)
    {
        _provider.Answer = context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return FakeProvider.Json(context, 429, "{}");
        };
        Assert.Equal(expected, await Transcribe());
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_no_transcript()
    {
        _provider.Always(200, "<html>Welcome to our network</html>");
        Assert.Equal("postponed unreadable_reply", await Transcribe());
        _provider.Always(502, "<html>Bad gateway</html>");
        Assert.Equal("postponed http_502", await Transcribe());
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_given_up_in_time()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _provider.Answer = _ =>
        {
            asked.SetResult();
            return release.Task;
        };
        var result = Transcribe();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        _provider.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("postponed timeout", await result);
        release.SetResult();
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_later()
    {
        _provider.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal("postponed connection_lost", await Transcribe());

        var transcriber = _provider.Transcriber("scribe", ("ElevenLabs:BaseUrl", "http://127.0.0.1:1"));
        Assert.Equal("postponed unreachable", (await transcriber.Transcribe(Audio, "audio/ogg", null, CancellationToken.None)).Spoken());
    }

    [Fact]
    public async Task A_redirect_does_not_get_the_key()
    {
        _provider.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Equal("postponed http_302", await Transcribe());
        Assert.Single(_provider.Requests);
    }

    [Fact]
    public async Task Where_nobody_writes_recordings_down_that_is_said()
    {
        Assert.Equal("refused not_configured", (await _provider.Transcriber("none").Transcribe(Audio, "audio/ogg", null, CancellationToken.None)).Spoken());
        Assert.Empty(_provider.Requests);
    }

    [Fact]
    public async Task A_recording_that_breaks_off_while_it_is_sent_is_tried_again()
    {
        using var breaks = new Breaking(new byte[1_000_000]);
        Assert.Equal("postponed connection_lost", (await _provider.Transcriber("scribe").Transcribe(breaks, "audio/ogg", null, CancellationToken.None)).Spoken());
    }

    private async Task<string> Transcribe() => (await _provider.Transcriber("scribe").Transcribe(Audio, "audio/ogg", null, CancellationToken.None)).Spoken();

    /// <summary>As a bucket that is away in the middle.</summary>
    private sealed class Breaking(byte[] bytes) : MemoryStream(bytes)
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("broken on purpose");
    }
}
