using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>
/// One value as some version has put it on the wire, and what it said. Written once and never again: <c>OrleansOnly/Samples/agent-view.1.json</c>, and when the
/// type gets a member, <c>agent-view.2.json</c> beside it.
/// </summary>
internal sealed record WireSample(string Name, JsonNode Value, byte[] Bytes)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // As words, so that an enum that was numbered anew reads as another value.
        Converters = { new JsonStringEnumConverter() },
    };

    public static IReadOnlyList<WireSample> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "OrleansOnly", "Samples"), "*.json").Order(StringComparer.Ordinal).Select(Read),
    ];

    public string Alias => Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    public static JsonNode Said(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Options)!;

    /// <summary>Writes a new file into the source folder; one that is there is left as it is.</summary>
    public void Write()
    {
        var folder = typeof(WireSample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(said => said.Key == "WireSamples").Value!;
        using var file = new FileStream(Path.Combine(folder, Name), FileMode.CreateNew);
        using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, Encoder = Options.Encoder, NewLine = "\n" });
        new JsonObject { ["value"] = Value.DeepClone(), ["bytes"] = Convert.ToBase64String(Bytes) }.WriteTo(writer, Options);
        writer.Flush();
        file.WriteByte((byte)'\n');
    }

    private static WireSample Read(string path)
    {
        var sample = JsonNode.Parse(File.ReadAllText(path))!;
        return new WireSample(Path.GetFileName(path), sample["value"]!, Convert.FromBase64String(sample["bytes"]!.GetValue<string>()));
    }
}
