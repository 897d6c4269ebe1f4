using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>However the same messages come, they are the same events.</summary>
public class WappiBatchTests
{
    private const int Seed = 20260930;

    [Fact]
    public void Any_splitting_of_a_batch_tells_the_same()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var elements = Enumerable.Range(0, random.Next(1, 8)).Select(number => AnyElement(random, number)).ToList();
            var whole = Told(WappiFixture.Delivery(elements));
            var split = new List<string>();
            for (var at = 0; at < elements.Count;)
            {
                var part = elements.GetRange(at, random.Next(1, elements.Count - at + 1));
                at += part.Count;
                split.AddRange(Told(Wrapped(part, random)));
            }

            Assert.True(whole.SequenceEqual(split), $"seed {Seed}, round {round}:\n{string.Join('\n', whole)}\n\n{string.Join('\n', split)}");
        }
    }

    [Fact]
    public void A_message_is_the_same_event_by_webhook_and_by_poll()
    {
        var random = new Random(Seed);
        var compared = 0;
        for (var round = 0; round < 500; round++)
        {
            var element = AnyMessage(random, round);
            var pushed = WappiReader.Receive(Encoding.UTF8.GetBytes(element.ToJsonString()), WappiFixture.ReceivedAt).Select(one => one.Event).ToList();
            if (pushed[0] is not InboundEvent.ToChat to) continue;
            using var row = JsonDocument.Parse(WappiFixture.AsRow(element).ToJsonString());
            var polled = WappiReader.Row(to.AccountId, to.ProviderChatId, row.RootElement, WappiFixture.ReceivedAt).Select(one => one.Event).ToList();

            Assert.True(pushed.Select(Key).SequenceEqual(polled.Select(Key)), $"seed {Seed}, round {round}: {element.ToJsonString()}");
            Assert.Equal(pushed.Select(one => one.Spoken()), polled.Select(one => one.Spoken()));
            compared++;
        }

        Assert.InRange(compared, 300, 500);
    }

    [Fact]
    public void How_far_a_message_has_come_is_the_same_mark_by_webhook_and_by_poll()
    {
        foreach (var status in new[] { "sent", "delivered", "read", "played", "undelivered", "error", "temporary ban" })
        {
            var report = new JsonObject { ["wh_type"] = "delivery_status", ["profile_id"] = "p", ["id"] = "AC1", ["status"] = status, ["to"] = "996555000101@c.us", ["time"] = 1782235090 };
            var row = new JsonObject { ["id"] = "AC1", ["type"] = "chat", ["fromMe"] = true, ["body"] = "hi", ["time"] = 1782235078, ["delivery_status"] = status };
            using var listed = JsonDocument.Parse(row.ToJsonString());
            var pushed = WappiReader.Receive(Encoding.UTF8.GetBytes(report.ToJsonString()), WappiFixture.ReceivedAt).Select(one => Key(one.Event));
            var polled = WappiReader.Row("p", "996555000101", listed.RootElement, WappiFixture.ReceivedAt).Skip(1).Select(one => Key(one.Event));
            Assert.Equal(pushed, polled);
        }
    }

    /// <summary>What the inbox is unique on, and where it goes.</summary>
    private static string Key(InboundEvent read) => read is InboundEvent.ToChat to
        ? $"{to.AccountId}/{to.ProviderChatId} {to.Kind} {to.ProviderMessageId} {to.ContentHash}"
        : read.Spoken();

    private static List<string> Told(JsonNode delivery) =>
        [.. WappiReader.Receive(Encoding.UTF8.GetBytes(delivery.ToJsonString()), WappiFixture.ReceivedAt).Select(one => $"{one.Event.Spoken()} | {Encoding.UTF8.GetString(one.Body.Span)}")];

    private static JsonNode Wrapped(List<JsonObject> part, Random random) => (part.Count, random.Next(3)) switch
    {
        (1, 0) => part[0].DeepClone(),
        (1, 1) => new JsonObject { ["messages"] = part[0].DeepClone() },
        (_, 2) => new JsonArray([.. part.Select(element => element.DeepClone())]),
        _ => WappiFixture.Delivery(part),
    };

    private static JsonObject AnyElement(Random random, int number)
    {
        var recorded = WappiFixture.Names.Where(name => WappiFixture.Json(name)["messages"] is JsonArray && !name.StartsWith("rest_", StringComparison.Ordinal)).ToList();
        return random.Next(2) == 0 ? WappiFixture.Element(recorded[random.Next(recorded.Count)]) : AnyMessage(random, number);
    }

    private static JsonObject AnyMessage(Random random, int number)
    {
        var types = new[] { "chat", "chat", "chat", "image", "ptt", "document", "sticker", "reaction", "location", "vcard", "poll", "hologram" };
        var (isOwn, type) = (random.Next(3) == 0, types[random.Next(types.Length)]);
        var (us, them) = ("996555000900@c.us", random.Next(4) == 0 ? "140000000000001@lid" : "996555000101@c.us");
        var element = new JsonObject
        {
            ["id"] = $"AC{number:X8}",
            ["profile_id"] = "00000000-0000",
            ["wh_type"] = isOwn ? new[] { "incoming_message", "outgoing_message_api", "outgoing_message_phone" }[random.Next(3)] : "incoming_message",
            ["type"] = type,
            ["body"] = type == "reaction" ? "👍" : $"text {number}",
            ["from"] = isOwn ? us : them,
            ["to"] = isOwn ? them : us,
            ["chatId"] = them,
            ["is_me"] = isOwn,
            ["senderName"] = "Test",
            ["time"] = 1782235078 + number,
            ["platform"] = "whatsapp",
        };
        if (random.Next(2) == 0) element["caption"] = "look";
        if (type == "reaction" && random.Next(4) != 0) element["stanza_id"] = "AC01";
        if (type is "image" or "document") element["file_name"] = "a.jpg";
        if (random.Next(6) == 0) element["is_edited"] = true;
        if (random.Next(8) == 0) element["is_deleted"] = true;
        return element;
    }
}
