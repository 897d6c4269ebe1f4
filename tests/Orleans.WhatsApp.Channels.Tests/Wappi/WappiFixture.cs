using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Wappi;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>Recorded bodies (see TestData/SOURCES.md), as they are or with some members of their one element changed.</summary>
internal static class WappiFixture
{
    public static readonly DateTimeOffset ReceivedAt = Recorded.ReceivedAt;

    private static readonly Recorded Bodies = new("wappi");

    public static IEnumerable<string> Names => Bodies.Names;

    public static byte[] Bytes(string name) => Bodies.Bytes(name);

    public static string Text(string name) => Bodies.Text(name);

    public static JsonObject Json(string name) => Bodies.Json(name);

    public static JsonObject Element(string name) => Json(name)["messages"]![0]!.DeepClone().AsObject();

    /// <summary>Everything that a delivery tells, one event after the other.</summary>
    public static string Received(string body) =>
        string.Join(" + ", WappiReader.Receive(Encoding.UTF8.GetBytes(body), ReceivedAt).Select(one => one.Event.Spoken()));

    public static string Received(JsonNode body) => Received(body.ToJsonString());

    /// <summary>What a fixture's element tells after a change.</summary>
    public static string Received(string name, Action<JsonObject> change)
    {
        var element = Element(name);
        change(element);
        return Received(Delivery(element));
    }

    public static JsonObject Delivery(params IEnumerable<JsonNode> elements) => new() { ["messages"] = new JsonArray([.. elements.Select(element => element.DeepClone())]) };

    /// <summary>What a message of <c>messages/get</c> tells.</summary>
    public static string Listed(JsonNode row, string profile = "00000000-0000", string chat = "996555000101")
    {
        using var document = System.Text.Json.JsonDocument.Parse(row.ToJsonString());
        return string.Join(" + ", WappiReader.Row(profile, chat, document.RootElement, ReceivedAt).Select(one => one.Event.Spoken()));
    }

    /// <summary>The same message as a list would tell it.</summary>
    public static JsonObject AsRow(JsonObject element)
    {
        var row = element.DeepClone().AsObject();
        foreach (var (snake, camel) in new[] { ("is_me", "fromMe"), ("stanza_id", "stanzaId"), ("is_edited", "isEdited"), ("is_deleted", "isDeleted"), ("file_name", "fileName") })
        {
            if (!row.TryGetPropertyValue(snake, out var value)) continue;
            row.Remove(snake);
            row[camel] = value?.DeepClone();
        }

        foreach (var name in new[] { "profile_id", "wh_type", "timestamp", "chat_type", "platform" }) row.Remove(name);
        return row;
    }
}
