using System.Text.Json.Nodes;
using Orleans.WhatsApp.Media.Speech;

namespace Orleans.WhatsApp.Media.Tests.Speech;

public sealed class GeminiTests : IAsyncLifetime
{
    private static readonly byte[] Audio = [.. "OggS"u8, 0, 2, 255];

    private FakeProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeProvider.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task A_voice_note_is_sent_in_the_shape_of_the_documents()
    {
        _provider.Always(200, Fixture.Text("constructed_gemini_response_thought_parts"));
        var result = await _provider.Transcriber("gemini").Transcribe(Audio, "audio/ogg; codecs=opus", null, CancellationToken.None);
        Assert.Equal("heard Hello there", result.Spoken());

        var asked = Assert.Single(_provider.Requests);
        Assert.Equal(("POST /v1beta/models/gemini-2.5-flash:generateContent", "gemini-key"), (asked.Line, asked.Headers["x-goog-api-key"]));
        // The words of the wish are ours, and so are the bytes; all else is as recorded.
        var expected = JsonNode.Parse(Fixture.Text("constructed_gemini_transcribe_request"))!;
        var (ours, theirs) = (asked.Body!["contents"]![0]!["parts"]!, expected["contents"]![0]!["parts"]!);
        Assert.Equal(Convert.ToBase64String(Audio), (string?)ours[1]!["inlineData"]!["data"]);
        theirs[0]!["text"] = ours[0]!["text"]!.DeepClone();
        theirs[1]!["inlineData"]!["data"] = ours[1]!["inlineData"]!["data"]!.DeepClone();
        Assert.True(JsonNode.DeepEquals(expected, asked.Body));
        Assert.DoesNotContain("language is probably", (string?)ours[0]!["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tr", " tr."), InlineData("ar-EG", " ar."), InlineData("PT_br", " pt."), InlineData("fil", " fil.")]
    [InlineData("", null), InlineData("x", null), InlineData("Answer in verse", null), InlineData("1a", null)]
    public async Task A_language_is_a_hint_and_nothing_else(string hint, string? expected)
    {
        _provider.Always(200, Fixture.Text("constructed_gemini_response_thought_parts"));
        await _provider.Transcriber("gemini", ("Gemini:Model", "gemini-3-pro")).Transcribe(Audio, "audio/ogg", hint, CancellationToken.None);
        var asked = Assert.Single(_provider.Requests);
        Assert.StartsWith("POST /v1beta/models/gemini-3-pro:", asked.Line, StringComparison.Ordinal);
        var wish = (string?)asked.Body!["contents"]![0]!["parts"]![0]!["text"];
        Assert.EndsWith(expected is null ? "[silence]." : $"The language is probably{expected}", wish, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audio/mpeg", "audio/mp3"), InlineData("application/ogg", "audio/ogg"), InlineData("audio/opus", "audio/ogg"), InlineData("audio/x-wav", "audio/wav"), InlineData("Audio/AAC", "audio/aac")]
    public async Task Types_have_the_names_that_Gemini_knows(string type, string expected)
    {
        _provider.Always(200, Fixture.Text("constructed_gemini_response_thought_parts"));
        await _provider.Transcriber("gemini").Transcribe(Audio, type, null, CancellationToken.None);
        Assert.Equal(expected, (string?)_provider.Requests.Single().Body!["contents"]![0]!["parts"]![1]!["inlineData"]!["mimeType"]);
    }

    [Fact]
    public async Task What_does_not_fit_into_a_request_is_not_sent()
    {
        var transcriber = _provider.Transcriber("gemini", ("Media:MaxAudioBytes", "100000000"));
        Assert.Equal("refused too_large", (await transcriber.Transcribe(new byte[GeminiTranscriber.MostBytes + 1], "audio/ogg", null, CancellationToken.None)).Spoken());
        Assert.Empty(_provider.Requests);

        _provider.Always(200, Fixture.Text("constructed_gemini_response_thought_parts"));
        Assert.Equal("heard Hello there", (await transcriber.Transcribe(new byte[GeminiTranscriber.MostBytes], "audio/ogg", "en", CancellationToken.None)).Spoken());
        Assert.InRange(long.Parse(_provider.Requests.Single().Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture), 19_000_000, 20_000_000);
    }

    [Theory]
    [InlineData(200, "constructed_gemini_response_thought_parts", "heard Hello there")]
    [InlineData(200, "constructed_gemini_response_blocked", "refused blocked")]
    [InlineData(200, "constructed_gemini_response_max_tokens_empty", "refused too_long")]
    [InlineData(400, "constructed_gemini_400_bad_key", "refused invalid_api_key")]
    [InlineData(429, "gemini_429_free_tier_real", "postponed busy 16")]
    [InlineData(429, "gemini_429_array_wrapped_real", "postponed busy")]
    [InlineData(503, "constructed_gemini_503", "postponed http_503")]
    public async Task Recorded_answers_are_understood(int status, string fixture, string expected)
    {
        _provider.Always(status, Fixture.Text(fixture));
        Assert.Equal(expected, (await _provider.Transcriber("gemini").Transcribe(Audio, "audio/ogg", null, CancellationToken.None)).Spoken());
    }

    [Theory]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":" Merhaba \n"}]},"finishReason":"STOP"}]}""", "heard Merhaba")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"Merhaba"}]}}]}""", "heard Merhaba")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"[Silence]\n"}]},"finishReason":"STOP"}]}""", "silent")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]}""", "silent")]
    [InlineData("""{"candidates":[{"content":{"role":"model"},"finishReason":"STOP"}]}""", "silent")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]},"finishReason":"STOP"}]}""", "silent")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"I will not"}]},"finishReason":"MAX_TOKENS"}]}""", "refused too_long")]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY"}]}""", "refused blocked"), InlineData("""{"candidates":[{"finishReason":"RECITATION"}]}""", "refused blocked")]
    [InlineData("""{"candidates":[{"finishReason":"PROHIBITED_CONTENT","content":{"parts":[{"text":"x"}]}}]}""", "refused blocked"), InlineData("""{"candidates":[{"finishReason":"LANGUAGE"}]}""", "refused language")]
    [InlineData("""{"candidates":[{"finishReason":"OTHER"}]}""", "postponed no_answer"), InlineData("""{"candidates":[{"finishReason":"BRAND_NEW","content":{"parts":[{"text":"x"}]}}]}""", "postponed no_answer")]
    [InlineData("""{"candidates":[]}""", "postponed no_answer"), InlineData("{}", "postponed no_answer"), InlineData("""{"candidates":{}}""", "postponed no_answer")]
    [InlineData("""{"candidates":[7]}""", "postponed no_answer"), InlineData("""{"candidates":[{"content":[],"finishReason":7}]}""", "postponed no_answer")]
    [InlineData("[]", "postponed unreadable_reply"), InlineData("7", "postponed unreadable_reply")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"\ud83d"}]},"finishReason":"STOP"}]}""", "silent")]
    public void Whatever_is_missing_is_no_accident(string body, string expected) => Assert.Equal(expected, GeminiAnswer.Read(new(200, null, Fixture.Json(body))).Spoken());

    [Theory]
    [InlineData(400, """{"error":{"status":"INVALID_ARGUMENT"}}""", "refused invalid_argument"), InlineData(400, """{"error":{"status":"FAILED_PRECONDITION"}}""", "refused failed_precondition")]
    [InlineData(400, "{}", "refused http_400"), InlineData(401, "{}", "refused unauthorized"), InlineData(403, """{"error":{"status":"PERMISSION_DENIED"}}""", "refused forbidden")]
    [InlineData(404, """{"error":{"status":"NOT_FOUND"}}""", "refused model_not_found"), InlineData(413, "[]", "refused too_large")]
    [InlineData(429, """{"error":{"details":[{"retryDelay":"58.93s"}]}}""", "postponed busy 59.93"), InlineData(429, """{"error":{"details":[{"retryDelay":"soon"}]}}""", "postponed busy 7")]
    [InlineData(429, """{"error":{"details":[{"retryDelay":"-3s"}]}}""", "postponed busy 7"), InlineData(429, """{"error":{"details":[{"retryDelay":"1e99s"}]}}""", "postponed busy 7")]
    [InlineData(429, """{"error":{"details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"3s"}]}}""", "refused daily_quota")]
    [InlineData(429, """[{"error":{"details":[{"violations":[{"quotaId":"InputTokensPerDay"}]}]}}]""", "refused daily_quota"), InlineData(429, "7", "postponed busy 7")]
    [InlineData(500, "{}", "postponed http_500 7"), InlineData(504, "{}", "postponed http_504 7"), InlineData(302, "{}", "postponed http_302 7")]
    public void Every_error_has_its_meaning(int status, string body, string expected) =>
        Assert.Equal(expected, GeminiAnswer.Read(new(status, TimeSpan.FromSeconds(7), Fixture.Json(body))).Spoken());
}
