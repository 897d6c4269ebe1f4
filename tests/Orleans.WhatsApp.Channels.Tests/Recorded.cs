using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Channels.Tests;

/// <summary>Recorded bodies of one provider (see TestData/SOURCES.md).</summary>
internal sealed class Recorded(string provider)
{
    /// <summary>When all of them came in.</summary>
    public static readonly DateTimeOffset ReceivedAt = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    private string Folder => Path.Combine(AppContext.BaseDirectory, "TestData", provider);

    public IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    public string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public JsonObject Json(string name) => JsonNode.Parse(Bytes(name))!.AsObject();
}
