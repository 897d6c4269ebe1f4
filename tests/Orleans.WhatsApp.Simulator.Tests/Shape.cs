using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

/// <summary>Compares the shape of a payload with a recorded one: each key of the record is there, with the same kind of value.</summary>
internal static class Shape
{
    public static JsonObject Recorded(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", name + ".json")))!.AsObject();

    public static void MustBeLike(JsonNode recorded, JsonNode actual, params string[] except)
    {
        var differences = Differences(recorded, actual, "$").Where(difference => !except.Any(difference.StartsWith)).ToList();
        Assert.True(differences.Count is 0, string.Join('\n', differences) + "\n" + actual.ToJsonString());
    }

    private static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? actual, string path)
    {
        switch (recorded, actual)
        {
            case (null, _) or (_, null):
                // A null on either side says nothing about the kind.
                yield break;
            case (JsonObject before, JsonObject now):
                foreach (var (key, value) in before)
                {
                    if (!now.ContainsKey(key))
                    {
                        yield return $"{path}.{key} is missing";
                        continue;
                    }

                    foreach (var difference in Differences(value, now[key], $"{path}.{key}")) yield return difference;
                }

                yield break;
            case (JsonArray before, JsonArray now):
                if (before.Count > 0 && now.Count > 0)
                    foreach (var difference in Differences(before[0], now[0], path + "[0]")) yield return difference;
                yield break;
            default:
                if (Kind(recorded) != Kind(actual)) yield return $"{path} is {Kind(actual)}, recorded as {Kind(recorded)}";
                yield break;
        }
    }

    private static string Kind(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
        var kind => kind.ToString(),
    };
}
