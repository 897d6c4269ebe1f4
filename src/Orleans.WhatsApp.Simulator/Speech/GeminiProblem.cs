using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Gemini's error bodies.</summary>
internal static class GeminiProblem
{
    public static IResult BadKey { get; } = Answer(StatusCodes.Status400BadRequest, "API key not valid. Please pass a valid API key.", new JsonArray(new JsonObject
    {
        ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
        ["reason"] = "API_KEY_INVALID",
        ["domain"] = "googleapis.com",
        ["metadata"] = new JsonObject { ["service"] = "generativelanguage.googleapis.com" },
    }));

    /// <summary>The slug of an ordered refusal: with 429 a delay or <c>per_day</c>, otherwise the message.</summary>
    public static IResult Answer(int status, string slug) => status is StatusCodes.Status429TooManyRequests
        ? Answer(status, "You exceeded your current quota, please check your plan and billing details.", Quota(slug))
        : Answer(status, slug, details: null);

    private static IResult Answer(int status, string message, JsonArray? details)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = Word(status) };
        if (details is not null) error["details"] = details;
        return Wire.Answer(new JsonObject { ["error"] = error }, status);
    }

    private static JsonArray Quota(string slug)
    {
        var perDay = slug is "per_day";
        var details = new JsonArray(
            new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.QuotaFailure",
                ["violations"] = new JsonArray(new JsonObject
                {
                    ["quotaMetric"] = "generativelanguage.googleapis.com/generate_content_free_tier_requests",
                    ["quotaId"] = $"GenerateRequestsPer{(perDay ? "Day" : "Minute")}PerProjectPerModel-FreeTier",
                    ["quotaDimensions"] = new JsonObject { ["location"] = "global", ["model"] = "gemini-2.5-flash" },
                    ["quotaValue"] = "10",
                }),
            },
            new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.Help",
                ["links"] = new JsonArray(new JsonObject
                {
                    ["description"] = "Learn more about Gemini API quotas",
                    ["url"] = "https://ai.google.dev/gemini-api/docs/rate-limits",
                }),
            });
        if (!perDay)
            details.Add(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.RetryInfo",
                ["retryDelay"] = slug.EndsWith('s') && char.IsAsciiDigit(slug[0]) ? slug : "15s",
            });
        return details;
    }

    private static string Word(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => "INTERNAL",
    };
}
