using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>One request that something is wrong with.</summary>
/// <param name="MustBeRefused">False for what is odd and still allowed: whatever it is answered, it breaks nothing.</param>
internal sealed record BadInput(string What, string Url, byte[]? Body, bool MustBeRefused, string ContentType = "application/json")
{
    private const string Sql = "'; drop table users; -- \" or 1=1";
    private const string Mark = "@mark@";
    private static readonly byte[] BrokenUtf8 = [0x61, 0xC3, 0x28, 0xFF, 0xFE];
    private static readonly string TooLong = new('a', 100_000);

    public static IEnumerable<BadInput> For(Operation operation, IReadOnlyDictionary<string, string> objects)
    {
        var url = operation.Filled(objects);
        var sample = operation.Rule.Sample;
        var fine = sample is null ? null : Bytes(sample);
        return [.. InPath(operation, objects, fine), .. InQuery(operation, url, fine), .. sample is null ? [] : InBody(operation, url, sample)];
    }

    private static IEnumerable<BadInput> InPath(Operation operation, IReadOnlyDictionary<string, string> objects, byte[]? body)
    {
        // %00 in a path is refused by the server before any of this; the test server's client does not even send it.
        string[] values = ["x", "-1", Uri.EscapeDataString(Sql), "a%01b", "%C3%28%FF", "..%2F..%2Fetc%2Fpasswd", "%E2%80%AE", new string('7', 3_000)];
        foreach (var (name, _) in operation.Parameters("path"))
            foreach (var value in values.Where(value => name != "phone" || value != "-1"))
                yield return new($"{name} in the path: {Short(value)}", operation.Filled(new Dictionary<string, string>(objects) { [name] = value }), body, true);
        if (operation.Parameters("path").Any(parameter => parameter.Name != "phone"))
            yield return new("nobody's ids", operation.Filled(new Dictionary<string, string>()), body, true);
    }

    private static IEnumerable<BadInput> InQuery(Operation operation, string url, byte[]? body)
    {
        foreach (var (name, isNumber) in operation.Parameters("query"))
        {
            string[] wrong = isNumber ? ["x", "1.5", "99999999999999999999", "1e400", Uri.EscapeDataString(Sql), "%00", "%FF"] : [];
            string[] odd = ["-1", "0", "2147483647", Uri.EscapeDataString(Sql), "%00%01", "%C3%28%FF", TooLong[..3_000]];
            foreach (var value in wrong) yield return new($"{name}={value}", $"{url}?{name}={value}", body, true);
            foreach (var value in odd.Except(wrong)) yield return new($"{name}={Short(value)}", $"{url}?{name}={value}", body, false);
        }
    }

    private static IEnumerable<BadInput> InBody(Operation operation, string url, JsonNode sample)
    {
        foreach (var text in (string[])["{", "[]", "\"text\"", "123", "{\"a\":\u0001}", new string('[', 200), $"{{\"a\":{new string('[', 200)}{new string(']', 200)}}}"])
            yield return new($"a body of {Short(text)}", url, Encoding.UTF8.GetBytes(text), true);
        yield return new("no body", url, [], operation.MustHaveBody);
        yield return new("a body of null", url, "null"u8.ToArray(), operation.MustHaveBody);
        yield return new("a body of another kind", url, Bytes(sample), operation.MustHaveBody, "text/plain");

        foreach (var path in Leaves(sample, []))
        {
            foreach (var json in WrongTypes(At(sample, path))) yield return With(path, json, json, true);
            if (At(sample, path) is not JsonValue leaf || !leaf.TryGetValue<string>(out _)) continue;

            yield return With(path, "control characters", "\"a\\u0000b\"", true);
            yield return With(path, "control characters", "\"a\\u001b[2Jb\"", true);
            yield return With(path, "half a surrogate pair", "\"a\\ud800b\"", true);
            yield return With(path, "too long", $"\"{TooLong}\"", true);
            yield return With(path, "SQL", JsonValue.Create(Sql).ToJsonString(), false);
            yield return new($"{Name(path)}: broken UTF-8", url, Spliced(Marked(sample, path), [(byte)'"', .. BrokenUtf8, (byte)'"']), true);
        }

        BadInput With(object[] path, string what, string json, bool mustBeRefused) =>
            new($"{Name(path)}: {what}", url, Spliced(Marked(sample, path), Encoding.UTF8.GetBytes(json)), mustBeRefused);
    }

    private static string[] WrongTypes(JsonNode? value) => value switch
    {
        JsonArray => ["\"x\"", "1", "{}", "true"],
        JsonObject => ["\"x\"", "1", "[]", "true"],
        JsonValue leaf when leaf.TryGetValue<string>(out _) => ["1", "true", "{}", "[]"],
        JsonValue leaf when leaf.TryGetValue<bool>(out _) => ["\"yes\"", "1", "{}", "[]"],
        _ => ["\"x\"", "1.5", "1e400", "99999999999999999999", "{}", "[]", "true"],
    };

    /// <summary>The ways to everything in the sample, containers included.</summary>
    private static IEnumerable<object[]> Leaves(JsonNode? node, object[] path)
    {
        if (path.Length > 0) yield return path;
        var children = node switch
        {
            JsonObject members => members.Select(member => (Key: (object)member.Key, member.Value)),
            JsonArray items => items.Select((item, i) => (Key: (object)i, Value: item)),
            _ => [],
        };
        foreach (var (key, child) in children)
            foreach (var leaf in Leaves(child, [.. path, key])) yield return leaf;
    }

    private static JsonNode? At(JsonNode sample, object[] path) => path.Aggregate((JsonNode?)sample, (node, key) => key is int i ? node![i] : node![(string)key]);

    private static byte[] Marked(JsonNode sample, object[] path)
    {
        var copy = sample.DeepClone();
        var parent = At(copy, path[..^1])!;
        if (path[^1] is int i) parent[i] = Mark;
        else parent[(string)path[^1]] = Mark;
        return Bytes(copy);
    }

    private static byte[] Spliced(byte[] marked, byte[] value)
    {
        var mark = Encoding.UTF8.GetBytes($"\"{Mark}\"");
        var at = marked.AsSpan().IndexOf(mark);
        return [.. marked[..at], .. value, .. marked[(at + mark.Length)..]];
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static string Name(object[] path) => string.Join('.', path);

    private static string Short(string text) => text.Length > 60 ? $"{text[..60]}… ({text.Length})" : text;
}
