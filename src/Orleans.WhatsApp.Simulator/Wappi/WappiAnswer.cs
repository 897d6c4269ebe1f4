using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

internal static class WappiAnswer
{
    /// <summary>What every good answer has, and what this one has besides.</summary>
    public static IResult Done(DateTimeOffset now, JsonObject? body = null)
    {
        var json = new JsonObject { ["status"] = "done", ["timestamp"] = now.ToUnixTimeSeconds(), ["time"] = WappiTime.Text(now) };
        foreach (var (key, value) in body ?? []) json[key] = value?.DeepClone();
        json["uuid"] = Guid.NewGuid().ToString();
        return Wire.Answer(json);
    }
}
