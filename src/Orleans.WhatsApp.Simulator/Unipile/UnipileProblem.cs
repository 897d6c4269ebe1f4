using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The provider's error bodies: RFC 7807 with a type of <c>errors/&lt;slug&gt;</c>.</summary>
internal static class UnipileProblem
{
    public static IResult Answer(int status, string slug) => Answer(status, slug, null);

    public static IResult Answer(int status, string slug, string? detail)
    {
        var body = new JsonObject { ["title"] = Title(slug), ["type"] = "errors/" + slug, ["status"] = status };
        if (detail is not null) body["detail"] = detail;
        return Wire.Answer(body, status);
    }

    public static IResult NotFound(string what) => Answer(StatusCodes.Status404NotFound, "resource_not_found", $"{what} not found.");

    public static IResult Invalid(string detail) => Answer(StatusCodes.Status400BadRequest, "invalid_parameters", detail);

    private static string Title(string slug)
    {
        var words = slug.Replace('_', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
