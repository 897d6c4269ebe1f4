using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>A refusal of the Cloud API; without details the usual ones of the code.</summary>
internal sealed record MetaProblem(int Code, string? Details = null, int? Subcode = null)
{
    /// <summary>The object is not there, or not for this token: the provider does not say which.</summary>
    public static MetaProblem NoObject(string id, string method) => new(100,
        $"Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.", 33);

    public static MetaProblem Missing(string parameter) => new(100, $"The parameter {parameter} is required.");

    public static IResult Answer(int status, string code)
    {
        var number = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 131000;
        return new MetaProblem(number).Answer(status);
    }

    public IResult Answer(int? status = null)
    {
        var error = new JsonObject
        {
            ["message"] = $"(#{Code}) {MetaErrors.Title(Code)}",
            ["type"] = "OAuthException",
            ["code"] = Code,
        };
        if ((Subcode ?? (Code is 190 ? 463 : null)) is { } subcode) error["error_subcode"] = subcode;
        // Token and rate errors come from the gate before WhatsApp and know no details.
        if (Code is not (190 or 80007 or 4))
            error["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = Details ?? MetaErrors.Details(Code) };
        error["fbtrace_id"] = "A" + Ids.New();
        return Wire.Answer(new JsonObject { ["error"] = error }, status ?? MetaErrors.Status(Code));
    }
}
