using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Speech;

public sealed class SpeechTests
{
    private static readonly byte[] Audio = [0x4F, 0x67, 0x67, 0x53, 1, 2, 3];

    [Fact]
    public async Task Both_services_hear_what_the_script_says_is_in_a_recording()
    {
        await using var stage = await Stage.Set();
        stage.World.Speech.Says(Audio, "Yarın gelebilir miyim?");

        var scribe = await Scribe(stage, Audio);
        var gemini = await Gemini(stage, Audio);
        var other = await Scribe(stage, [1, 2]);

        Assert.Equal((200, "Yarın gelebilir miyim?"), (scribe.Status, (string?)scribe.Body["text"]));
        Shape.MustBeLike(Shape.Recorded("constructed_stt_response"), scribe.Body);
        Assert.Equal((200, "Yarın gelebilir miyim?"), (gemini.Status, TextOf(gemini.Body)));
        Shape.MustBeLike(Shape.Recorded("constructed_gemini_response_thought_parts"), gemini.Body, "$.usageMetadata.thoughtsTokenCount");
        Assert.Contains(" 2 bytes", (string?)other.Body["text"], StringComparison.Ordinal);
        Assert.Equal([("scribe", "scribe_v2", "audio/ogg"), ("gemini", "gemini-2.5-flash", "audio/ogg"), ("scribe", "scribe_v2", "audio/ogg")],
            stage.World.Speech.Heard.Select(heard => (heard.Service, heard.Model, heard.MimeType)));
        Assert.Equal(Audio, stage.World.Speech.Heard[1].Audio.ToArray());
    }

    [Fact]
    public async Task A_recording_that_was_heard_is_announced()
    {
        await using var stage = await Stage.Set();

        var hearing = stage.World.WaitUntil(() => stage.World.Speech.Heard.Count is 1, "a recording to be heard");
        await Scribe(stage, Audio);

        await hearing;
    }

    [Fact]
    public async Task One_sentence_can_be_heard_in_every_recording()
    {
        await using var stage = await Stage.Set();
        stage.World.Speech.Says("Merhaba");

        Assert.Equal(("Merhaba", "Merhaba"), ((string?)(await Scribe(stage, Audio)).Body["text"], TextOf((await Gemini(stage, [9])).Body)));
    }

    [Fact]
    public async Task An_answer_can_be_blocked_or_empty()
    {
        await using var stage = await Stage.Set();
        stage.World.Speech.AnswerNext(SpeechOutcome.Blocked);
        stage.World.Speech.AnswerNext(SpeechOutcome.Empty, 2);

        var blocked = await Gemini(stage, Audio);
        var empty = await Gemini(stage, Audio);
        var silent = await Scribe(stage, Audio);

        Assert.Equal((200, 200, 200), (blocked.Status, empty.Status, silent.Status));
        Shape.MustBeLike(Shape.Recorded("constructed_gemini_response_blocked"), blocked.Body);
        Assert.False(blocked.Body.ContainsKey("candidates"));
        Shape.MustBeLike(Shape.Recorded("constructed_gemini_response_max_tokens_empty"), empty.Body);
        Assert.False(empty.Body["candidates"]![0]!["content"]!.AsObject().ContainsKey("parts"));
        Assert.Equal("", (string?)silent.Body["text"]);
    }

    [Fact]
    public async Task Gemini_refuses_as_it_does()
    {
        await using var stage = await Stage.Set();
        var faults = stage.World.Speech.Faults;
        faults.Next(1, new ProviderFault.Refuse(429, "58.93s"), ProviderOperation.Transcribe);
        faults.Next(1, new ProviderFault.Refuse(429, "per_day"), ProviderOperation.Transcribe);
        faults.Next(1, new ProviderFault.Refuse(503, "The model is overloaded. Please try again later."), ProviderOperation.Transcribe);

        var limited = await Gemini(stage, Audio);
        var spent = await Gemini(stage, Audio);
        var overloaded = await Gemini(stage, Audio);
        var key = await Gemini(stage, Audio, key: "wrong");
        var type = await Gemini(stage, Audio, mimeType: "audio/ogg; codecs=opus");

        Assert.Equal((429, 429, 503, 400, 400), (limited.Status, spent.Status, overloaded.Status, key.Status, type.Status));
        Shape.MustBeLike(Shape.Recorded("gemini_429_free_tier_real"), limited.Body);
        Assert.Contains("\"58.93s\"", limited.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("PerDay", spent.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("retryDelay", spent.Body.ToJsonString(), StringComparison.Ordinal);
        Shape.MustBeLike(Shape.Recorded("constructed_gemini_503"), overloaded.Body);
        Shape.MustBeLike(Shape.Recorded("constructed_gemini_400_bad_key"), key.Body);
        Assert.Empty(stage.World.Speech.Heard);
    }

    [Fact]
    public async Task Scribe_refuses_as_it_does()
    {
        await using var stage = await Stage.Set();
        stage.World.Speech.Faults.Next(1, new ProviderFault.Refuse(429, "too_many_concurrent_requests"), ProviderOperation.Transcribe);

        var limited = await Scribe(stage, Audio);
        var model = await Scribe(stage, Audio, model: "scribe_v9");
        var none = await Scribe(stage, Audio, model: "");
        stage.Http.DefaultRequestHeaders.Remove("xi-api-key");
        var key = await Scribe(stage, Audio);

        Assert.Equal((429, 400, 422, 401), (limited.Status, model.Status, none.Status, key.Status));
        Assert.Equal("too_many_concurrent_requests", (string?)limited.Body["detail"]!["status"]);
        Assert.Empty(stage.World.Speech.Heard);
    }

    private static string TextOf(JsonObject body) => string.Concat(body["candidates"]![0]!["content"]!["parts"]!.AsArray()
        .Where(part => part!["thought"] is null).Select(part => (string?)part!["text"]));

    private static async Task<(int Status, JsonObject Body)> Scribe(Stage stage, byte[] audio, string model = "scribe_v2")
    {
        using var file = new ByteArrayContent(audio) { Headers = { ContentType = new MediaTypeHeaderValue("audio/ogg") } };
        using var form = new MultipartFormDataContent { { file, "file", "voice.ogg" } };
        if (model.Length > 0) form.Add(new StringContent(model), "model_id");
        return await Read(await stage.Http.PostAsync(new Uri("/v1/speech-to-text", UriKind.Relative), form));
    }

    private static async Task<(int Status, JsonObject Body)> Gemini(Stage stage, byte[] audio, string? key = null, string mimeType = "audio/ogg")
    {
        var body = Shape.Recorded("constructed_gemini_transcribe_request");
        var inline = body["contents"]![0]!["parts"]![1]!["inlineData"]!;
        inline["data"] = Convert.ToBase64String(audio);
        inline["mimeType"] = mimeType;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1beta/models/gemini-2.5-flash:generateContent", UriKind.Relative))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-goog-api-key", key ?? stage.World.Options.GeminiApiKey);
        return await Read(await stage.Http.SendAsync(request));
    }

    private static async Task<(int Status, JsonObject Body)> Read(HttpResponseMessage response)
    {
        using (response)
            return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonObject>(await response.Content.ReadAsStringAsync())!);
    }
}
