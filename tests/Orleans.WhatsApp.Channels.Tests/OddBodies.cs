using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Channels.Tests;

/// <summary>What a body may become on its way, or in bad hands.</summary>
internal static class OddBodies
{
    private static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "1e999", "123456789012345678901234567890", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\udc00x\\ud83d\\ud83d\"", "{}", "[]", "[[]]", "[null,7,\"x\",{}]",
        "\"..\"", "\"@\"", "\":@\"", "\"@lid\"", "\"+\"", "\"@s.whatsapp.net\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"", "{\"\\ud83d\":1,\"text\":{}}", "{\"text\":[],\"value\":7}",
        "\"99999999999999\"", "253402300800", "\"905551112233\"", "\"US.1\"", "\"{\\\"a\\\":\\\"\\\\ud83d\\\",\\\"\\\\u0000\\\":1}\"",
    ];

    public static byte[] WithBrokenBytes(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"\"\\{}[],:0\u007f"[random.Next(10)]); break;
                default: bytes.RemoveRange(at, random.Next(0, bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Some members, at any depth, become values of any type.</summary>
    public static string WithOddValues(JsonObject body, Random random)
    {
        var marks = new List<string>();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var places = Places(body).ToList();
            if (places.Count == 0) break;
            var (parent, name) = places[random.Next(places.Count)];
            var mark = $"odd{marks.Count}mark";
            parent[name] = mark;
            marks.Add(mark);
        }

        var text = body.ToJsonString();
        foreach (var mark in marks) text = text.Replace($"\"{mark}\"", Odd[random.Next(Odd.Length)], StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Places(JsonObject parent)
    {
        foreach (var (name, value) in parent)
        {
            yield return (parent, name);
            var inner = value switch
            {
                JsonObject one => Places(one),
                JsonArray many => many.OfType<JsonObject>().SelectMany(Places),
                _ => [],
            };
            foreach (var place in inner) yield return place;
        }
    }
}
