using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>ElevenLabs Scribe.</summary>
internal sealed class ScribeRoutes(SimulatedWorld world)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/speech-to-text", (Delegate)Transcribe);

    private async Task<IResult> Transcribe(HttpContext context)
    {
        var clock = world.Options.TimeProvider;
        if (context.Request.Headers["xi-api-key"] != world.Options.ElevenLabsApiKey)
            return ElevenLabsProblem.Answer(StatusCodes.Status401Unauthorized, "invalid_api_key", "Invalid API key");
        if (await Wire.ReadForm(context.Request) is not { } form) return Bad("invalid_content_type", "The body must be multipart/form-data.");
        var model = form["model_id"].ToString();
        var fault = world.Speech.Faults.Take(new ProviderCall(ProviderOperation.Transcribe, AgentId: model));
        if (await FaultPlay.Before(fault, context, clock, ElevenLabsProblem.Answer) is { } refused) return refused;

        if (model.Length is 0) return ElevenLabsProblem.Missing("body", "model_id");
        if (model is not ("scribe_v1" or "scribe_v2")) return Bad("invalid_model_id", $"'{model}' is not a valid model_id.");
        if (form.Files.GetFile("file") is not { Length: > 0 } file) return Bad("invalid_parameters", "Must provide exactly one of file and source_url.");
        var language = form["language_code"].ToString() is { Length: > 0 } code ? code : null;
        var (outcome, text) = world.Speech.Hear(new HeardSpeech("scribe", await Wire.ReadFile(file), file.ContentType ?? "", model, language));
        var answer = Wire.Answer(Transcript(outcome is SpeechOutcome.Transcript ? text : "", language));
        return await FaultPlay.After(fault, context, clock, ElevenLabsProblem.Answer) ?? answer;
    }

    private static JsonObject Transcript(string text, string? language)
    {
        var words = new JsonArray();
        var at = 0.0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at > 0) words.Add(Word(" ", at, at, "spacing"));
            words.Add(Word(word, at, at + 0.5, "word"));
            at += 0.5;
        }

        return new JsonObject
        {
            ["language_code"] = language ?? "eng",
            ["language_probability"] = 0.98,
            ["text"] = text,
            ["words"] = words,
            ["transcription_id"] = "tr_" + Ids.New(),
            ["audio_duration_secs"] = at,
        };
    }

    private static JsonObject Word(string text, double start, double end, string type) => new()
    {
        ["text"] = text,
        ["start"] = start,
        ["end"] = end,
        ["type"] = type,
        ["speaker_id"] = "speaker_0",
        ["logprob"] = -0.1,
    };

    private static IResult Bad(string slug, string message) => ElevenLabsProblem.Answer(StatusCodes.Status400BadRequest, slug, message);
}
