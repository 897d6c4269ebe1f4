using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

/// <summary>Recorded bodies (see TestData/SOURCES.md), as they are or with some members changed.</summary>
internal static class Fixture
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "TestData", "unipile");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static JsonObject Json(string name) => JsonNode.Parse(Bytes(name))!.AsObject();

    public static InboundEvent Read(string body) => UnipileReader.Read(UnipileReader.WebhookFormat, Encoding.UTF8.GetBytes(body), ReceivedAt);

    public static InboundEvent ReadRow(string row, string account = "acc", string chat = "chat") =>
        UnipileReader.Read(UnipileReader.MessageFormat, Encoding.UTF8.GetBytes($$"""{"account_id":"{{account}}","chat_id":"{{chat}}","message":{{row}}}"""), ReceivedAt);

    /// <summary>The event of a fixture after a change, in the words of <see cref="SpokenEvent"/>.</summary>
    public static string Read(string name, Action<JsonObject> change)
    {
        var body = Json(name);
        change(body);
        return Read(body.ToJsonString()).Spoken();
    }
}
