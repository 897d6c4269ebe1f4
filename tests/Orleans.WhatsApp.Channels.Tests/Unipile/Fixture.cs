using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

/// <summary>Recorded bodies (see TestData/SOURCES.md), as they are or with some members changed.</summary>
internal static class Fixture
{
    private static readonly Recorded All = new("unipile");

    public static readonly DateTimeOffset ReceivedAt = Recorded.ReceivedAt;

    public static IEnumerable<string> Names => All.Names;

    public static byte[] Bytes(string name) => All.Bytes(name);

    public static string Text(string name) => All.Text(name);

    public static JsonObject Json(string name) => All.Json(name);

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
