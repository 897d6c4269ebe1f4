using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Wappi's error bodies. Some come with 200: only <c>status</c> says what they are.</summary>
internal static class WappiProblem
{
    public static IResult NotAuthorized => Answer(StatusCodes.Status200OK, "You are not authorized");

    public static IResult Answer(int status, string detail) =>
        Wire.Answer(new JsonObject { ["status"] = "error", ["detail"] = detail }, status);

    public static IResult Bad(string detail) => Answer(StatusCodes.Status400BadRequest, detail);

    public static IResult Missing(string what) => Answer(StatusCodes.Status404NotFound, $"{what} not found");
}
