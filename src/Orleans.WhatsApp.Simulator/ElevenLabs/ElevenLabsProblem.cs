using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The agent provider's error bodies.</summary>
internal static class ElevenLabsProblem
{
    public static IResult Answer(int status, string slug) => Answer(status, slug, slug.Replace('_', ' ') + ".");

    public static IResult Answer(int status, string slug, string message) => Wire.Answer(
        new JsonObject { ["detail"] = new JsonObject { ["status"] = slug, ["message"] = message } }, status);

    public static IResult Missing(string queryField) => Missing("query", queryField);

    public static IResult Missing(string where, string field) => Wire.Answer(
        new JsonObject
        {
            ["detail"] = new JsonArray(new JsonObject
            {
                ["type"] = "missing",
                ["loc"] = new JsonArray(where, field),
                ["msg"] = "Field required",
            }),
        },
        StatusCodes.Status422UnprocessableEntity);
}
