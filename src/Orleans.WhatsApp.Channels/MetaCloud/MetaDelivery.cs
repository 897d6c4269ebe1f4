using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// Takes a delivery apart. One body may tell of several accounts, each of several changes, each of several messages or statuses:
/// <code>
/// { "object": "whatsapp_business_account", "entry": [{ "id": (account), "time"?, "changes": [{ "field": "messages",
///   "value": { "messaging_product": "whatsapp", "metadata": { "display_phone_number", "phone_number_id" }, "contacts"?: [ … ],
///              "messages"?: [ … ] | "statuses"?: [ … ] | "errors"?: [ … ] } }] }] }
/// </code>
/// Each is read again out of what is kept of it, so that a row of the inbox never says anything else than its delivery did.
/// </summary>
internal static class MetaDelivery
{
    public const string Object = "whatsapp_business_account";

    public static IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var parts = new List<(string Format, ReadOnlyMemory<byte> Body)>();
        using (var document = JsonBody.Parse(body))
        {
            if (document?.RootElement.Text("object"u8) == Object)
                foreach (var entry in document.RootElement.Items("entry"u8))
                    foreach (var change in entry.Items("changes"u8))
                        parts.AddRange(PartsOf(change));
        }

        if (parts.Count == 0) parts.Add((MetaFormat.Delivery, body));
        return [.. parts.Select(part => new ReceivedEvent(MetaReader.Read(part.Format, part.Body, receivedAt), part.Format, part.Body))];
    }

    private static IEnumerable<(string, ReadOnlyMemory<byte>)> PartsOf(JsonElement change)
    {
        var value = change.Field("value"u8);
        return change.Text("field"u8) switch
        {
            "messages" => OfMessages(value),
            "smb_message_echoes" => value.Items("message_echoes"u8).Select(echo => (MetaFormat.Echo, Wrap(value, "message", echo, "to", "to_user_id"))),
            var field => [(MetaFormat.Change, JsonEnvelope.Write(writer => writer.WriteString("field", field)))],
        };
    }

    private static IEnumerable<(string, ReadOnlyMemory<byte>)> OfMessages(JsonElement value)
    {
        foreach (var message in value.Items("messages"u8)) yield return (MetaFormat.Message, Wrap(value, "message", message, "from", "from_user_id"));
        foreach (var status in value.Items("statuses"u8)) yield return (MetaFormat.Status, Wrap(value, "status", status, "recipient_id", "recipient_user_id"));
    }

    /// <param name="waId">Where the element names the other side's number.</param>
    private static ReadOnlyMemory<byte> Wrap(JsonElement value, string name, JsonElement element, string waId, string userId) => JsonEnvelope.Write(writer =>
    {
        writer.WriteString("phone_number_id", value.Field("metadata"u8).Text("phone_number_id"u8));
        writer.WriteAsItCame("contact", MetaPerson.EntryOf(value, element.Field(waId).Text(), element.Field(userId).Text()));
        writer.WriteAsItCame(name, element);
    });
}
