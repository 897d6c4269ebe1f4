using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

/// <summary>Bodies of the Cloud API, recorded or put together.</summary>
internal static class MetaFixture
{
    public static readonly Recorded All = new("meta");

    public const string Account = "100000000000001";

    private const string Ayse = """{ "profile": { "name": "Ayşe" }, "wa_id": "905551112233", "user_id": "US.1" }""";

    /// <summary>What a delivery says, a line for each thing.</summary>
    public static string Read(byte[] body) => string.Join('\n', MetaDelivery.Receive(body, Recorded.ReceivedAt).Select(one => one.Event.Spoken()));

    public static string Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    /// <summary>One message of Ayşe's, in the words of <see cref="SpokenEvent"/>.</summary>
    /// <param name="content">Its members after from, id and timestamp.</param>
    public static string ReadMessage(string content) => Read(Delivery($$"""
        "contacts": [{{Ayse}}], "messages": [{ "from": "905551112233", "id": "wamid.1", "timestamp": "1767225601", {{content}} }]
        """));

    public static string ReadEcho(string content) => Read(Delivery($$"""
        "message_echoes": [{ "from": "15550001111", "to": "905551112233", "id": "wamid.1", "timestamp": "1767225601", {{content}} }]
        """, "smb_message_echoes"));

    public static string ReadStatus(string content) => Read(Delivery($$"""
        "statuses": [{ "id": "wamid.1", "timestamp": "1767225601", {{content}} }]
        """));

    public static string Delivery(string value, string field = "messages") => $$"""
        { "object": "whatsapp_business_account", "entry": [{ "id": "2", "changes": [{ "field": "{{field}}", "value": {
          "messaging_product": "whatsapp", "metadata": { "display_phone_number": "15550001111", "phone_number_id": "{{Account}}" }, {{value}} } }] }] }
        """;

    public static InboundEvent.ToChat ToChat(string body) => (InboundEvent.ToChat)Assert.Single(MetaDelivery.Receive(Encoding.UTF8.GetBytes(body), Recorded.ReceivedAt)).Event;

    public static JsonNode Parsed(string json) => JsonNode.Parse(json)!;
}
