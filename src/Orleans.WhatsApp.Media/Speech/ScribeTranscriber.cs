using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>
/// ElevenLabs' Scribe: <c>POST /v1/speech-to-text</c>, multipart. Voice notes are taken as they are.
/// <code>
/// { "language_code": "eng", "text": "Hello world!", "words": […], … }
/// { "detail": { "status": "quota_exceeded", "message": "…" } }     or with 422 { "detail": [ { "loc": […], "msg": "…" } ] }
/// </code>
/// </summary>
internal sealed class ScribeTranscriber(SpeechApi api, IOptionsMonitor<ScribeOptions> options, IOptionsMonitor<MediaOptions> media) : ITranscriber
{
    public async Task<Transcription> Transcribe(Stream audio, string contentType, string? language, CancellationToken stop)
    {
        var type = SpeechApi.TypeOf(contentType);
        if (SpeechApi.Refusal(audio, type, media.CurrentValue.MaxAudioBytes) is { } refusal) return refusal;

        var settings = options.CurrentValue;
        using var form = new MultipartFormDataContent();
        form.Add(Field(settings.ScribeModel), "\"model_id\"");
        // By default "(laughter)" and the like come as if they had been said.
        form.Add(Field("false"), "\"tag_audio_events\"");
        form.Add(Field("none"), "\"timestamps_granularity\"");
        if (SpeechApi.Language(language) is { } known) form.Add(Field(known), "\"language_code\"");
        var file = new StreamContent(audio);
        file.Headers.ContentType = MediaTypeHeaderValue.TryParse(type, out var parsed) ? parsed : new("audio/ogg");
        form.Add(file, "\"file\"", "\"voice\"");

        using var request = new HttpRequestMessage(HttpMethod.Post, settings.BaseUrl.AbsoluteUri.TrimEnd('/') + "/v1/speech-to-text") { Content = form };
        request.Headers.Add("xi-api-key", settings.ApiKey);
        return await api.Ask(request, Read, stop);
    }

    public static Transcription Read(Answer answer)
    {
        if (answer.Status is 200)
        {
            var text = answer.Body.Child("text");
            return text.ValueKind is JsonValueKind.String ? SpeechApi.Of(text.Text()) : new Transcription.Postponed("unreadable_reply");
        }

        var word = answer.Body.Child("detail").Child("status").Code();
        if (answer.MayGoBetter) return new Transcription.Postponed(answer.Status is 425 or 429 ? "busy" : Named(answer.Status), answer.After);
        return new Transcription.Refused((answer.Status, word) switch
        {
            // quota_exceeded comes with 401 as well, so the word goes first.
            (_, { Length: > 0 }) => word,
            (401, _) => "unauthorized",
            (403, _) => "forbidden",
            (413, _) => "too_large",
            (422, _) => "invalid_request",
            _ => Named(answer.Status),
        });
    }

    /// <summary>Without a content type of its own, as a browser's form has it: some parsers take a part that has one for a file.</summary>
    private static StringContent Field(string value) => new(value) { Headers = { ContentType = null } };

    private static string Named(int status) => string.Create(CultureInfo.InvariantCulture, $"http_{status}");
}
