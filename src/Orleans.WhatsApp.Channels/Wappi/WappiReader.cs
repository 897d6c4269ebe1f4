using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Says what a body is. Pure, and total over all bytes: a body that we cannot read must not stop the ones behind it.</summary>
internal static class WappiReader
{
    /// <summary>One element of a webhook in our envelope, see <see cref="WappiEnvelope"/>.</summary>
    public const string WebhookFormat = "wappi.webhook";

    /// <summary>A message of <c>messages/get</c> in our envelope.</summary>
    public const string MessageFormat = "wappi.message";

    /// <summary><c>{ "messages": [ … ] }</c>, <c>{ "messages": { … } }</c>, or what relays make of it: a bare element, or a bare list.</summary>
    public static IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = JsonBody.Parse(body);
        if (document is null) return [new(new InboundEvent.Malformed("not_json"), WebhookFormat, body)];
        var root = document.RootElement;
        var told = root.Field("messages"u8) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } messages ? messages : root;
        return told.ValueKind switch
        {
            JsonValueKind.Object => Webhook(told, receivedAt),
            JsonValueKind.Array when told.GetArrayLength() == 0 => [new(new InboundEvent.Discarded("empty"), WebhookFormat, body)],
            JsonValueKind.Array => [.. told.EnumerateArray().SelectMany(element => Webhook(element, receivedAt))],
            _ => [new(new InboundEvent.Malformed("not_an_object"), WebhookFormat, body)],
        };
    }

    /// <summary>What a listed message tells: itself, and how far it has come.</summary>
    public static IReadOnlyList<ReceivedEvent> Row(string profile, string chat, JsonElement row, DateTimeOffset receivedAt) => row.ValueKind == JsonValueKind.Object
        ? Events(WappiParts.OfMessage(new WappiElement(row, profile, chat)), MessageFormat, part => WappiEnvelope.Wrap(part, profile, chat, row), receivedAt)
        : [];

    /// <summary>Reads one envelope again.</summary>
    public static InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = JsonBody.Parse(body);
        if (document is null) return new InboundEvent.Malformed("not_json");
        var envelope = document.RootElement;
        if (envelope.ValueKind != JsonValueKind.Object) return new InboundEvent.Malformed("not_an_object");
        var message = envelope.Field("message"u8);
        return format switch
        {
            WebhookFormat => WappiParts.Read(envelope.Text("part"u8), new WappiElement(message), receivedAt),
            MessageFormat => WappiParts.Read(envelope.Text("part"u8), new WappiElement(message, envelope.Text("profile_id"u8), envelope.Text("chat_id"u8)), receivedAt),
            _ => new InboundEvent.Malformed("unknown_format"),
        };
    }

    private static List<ReceivedEvent> Webhook(JsonElement element, DateTimeOffset receivedAt) => element.ValueKind == JsonValueKind.Object
        ? Events(WappiParts.OfWebhook(new WappiElement(element)), WebhookFormat, part => WappiEnvelope.Wrap(part, element), receivedAt)
        : [new(new InboundEvent.Malformed("not_an_object"), WebhookFormat, "null"u8.ToArray())];

    /// <summary>Each is read out of what is kept of it, so that it can never read otherwise later. What comes to nothing is told only where all of it does.</summary>
    private static List<ReceivedEvent> Events(IEnumerable<string> parts, string format, Func<string, byte[]> wrap, DateTimeOffset receivedAt)
    {
        var events = new List<ReceivedEvent>();
        foreach (var part in parts)
        {
            var body = wrap(part);
            events.Add(new(Read(format, body, receivedAt), format, body));
        }

        return events.FindAll(one => one.Event is not InboundEvent.Discarded) is { Count: > 0 } good ? good : events[..1];
    }
}
