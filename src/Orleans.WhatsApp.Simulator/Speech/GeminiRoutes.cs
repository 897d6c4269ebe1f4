using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Gemini, as far as it makes text of recordings that come inside the request.</summary>
internal sealed class GeminiRoutes(SimulatedWorld world)
{
    private static readonly string[] Known = ["audio/wav", "audio/mp3", "audio/aiff", "audio/aac", "audio/ogg", "audio/flac"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1beta/models/{model}:generateContent", Generate);

    private async Task<IResult> Generate(string model, HttpContext context)
    {
        var clock = world.Options.TimeProvider;
        var key = context.Request.Headers["x-goog-api-key"].ToString() is { Length: > 0 } header ? header : context.Request.Query["key"].ToString();
        if (key != world.Options.GeminiApiKey) return GeminiProblem.BadKey;
        var body = await Wire.ReadObject(context.Request);
        var fault = world.Speech.Faults.Take(new ProviderCall(ProviderOperation.Transcribe, AgentId: model));
        if (await FaultPlay.Before(fault, context, clock, GeminiProblem.Answer) is { } refused) return refused;

        if (body is null || body.Objects("contents") is not { Count: > 0 } contents) return Bad("contents is not specified");
        var parts = contents.SelectMany(content => content.Objects("parts")).ToList();
        if (parts.Select(part => part.Object("inlineData") ?? part.Object("inline_data")).FirstOrDefault(data => data is not null) is not { } inline)
            return Bad("Only requests with an inline recording are simulated.");
        var mimeType = inline.String("mimeType") ?? inline.String("mime_type") ?? "";
        if (!Known.Contains(mimeType)) return Bad($"Unsupported MIME type: {mimeType}");
        var audio = new byte[inline.String("data")?.Length ?? 0];
        if (!Convert.TryFromBase64String(inline.String("data") ?? "", audio, out var length) || length is 0) return Bad("Base64 decoding failed for data");

        var (outcome, text) = world.Speech.Hear(new HeardSpeech("gemini", audio.AsMemory(0, length), mimeType, model, Language: null));
        return await FaultPlay.After(fault, context, clock, GeminiProblem.Answer) ?? Wire.Answer(Response(outcome, text, model));
    }

    private static JsonObject Response(SpeechOutcome outcome, string text, string model) => outcome switch
    {
        SpeechOutcome.Blocked => new JsonObject
        {
            ["promptFeedback"] = new JsonObject { ["blockReason"] = "PROHIBITED_CONTENT" },
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 5, ["totalTokenCount"] = 5 },
            ["modelVersion"] = model,
        },
        SpeechOutcome.Empty => new JsonObject
        {
            ["candidates"] = new JsonArray(new JsonObject
            {
                ["content"] = new JsonObject { ["role"] = "model" },
                ["finishReason"] = "MAX_TOKENS",
                ["index"] = 0,
            }),
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 5, ["totalTokenCount"] = 1029, ["thoughtsTokenCount"] = 1024 },
            ["modelVersion"] = model,
        },
        _ => new JsonObject
        {
            ["candidates"] = new JsonArray(new JsonObject
            {
                ["content"] = new JsonObject { ["parts"] = Parts(text), ["role"] = "model" },
                ["finishReason"] = "STOP",
                ["index"] = 0,
            }),
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 12, ["candidatesTokenCount"] = 9, ["totalTokenCount"] = 21 },
            ["modelVersion"] = model,
            ["responseId"] = Ids.New(),
        },
    };

    // In two parts behind a thought, since an answer may come so.
    private static JsonArray Parts(string text)
    {
        var half = text.IndexOf(' ', StringComparison.Ordinal);
        var parts = new JsonArray(new JsonObject { ["text"] = "The speaker is clear.", ["thought"] = true });
        if (half > 0) parts.Add(new JsonObject { ["text"] = text[..half] });
        parts.Add(new JsonObject { ["text"] = half > 0 ? text[half..] : text });
        return parts;
    }

    private static IResult Bad(string message) => GeminiProblem.Answer(StatusCodes.Status400BadRequest, message);
}
