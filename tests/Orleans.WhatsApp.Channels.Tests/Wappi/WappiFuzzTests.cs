using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Tests.Unipile;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>Reading never throws, twice reads the same, and lets nothing through that a database or a path would choke on.</summary>
public class WappiFuzzTests
{
    private const int Seed = 20260930;

    private static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "1e999", "123456789012345678901234567890", "253402300799", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\udc00x\\ud83d\\ud83d\"", "{}", "[]", "[[]]",
        "[null,7,\"x\",{}]", "\"..\"", "\"@\"", "\":@\"", "\"@lid\"", "\"+\"", "\"@c.us\"", "\"@g.us\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"",
        "{\"\\ud83d\":1,\"text\":{}}", "{\"text\":[],\"vcard\":7}", "\"image\"", "\"reaction\"", "\"vcard\"", "\"location\"", "\"poll\"", "\"read\"", "\"temporary ban\"", "\"delivery_status\"",
    ];

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(Seed);
        foreach (var name in WappiFixture.Names)
            for (var round = 0; round < 200; round++)
            {
                Check(WithBrokenBytes(WappiFixture.Bytes(name), random), name, round);
                Check(Encoding.UTF8.GetBytes(WithOddValues(WappiFixture.Json(name), random)), name, round);
            }
    }

    [Fact]
    public void Depth_length_and_noise_are_survived()
    {
        var random = new Random(Seed);
        Check(Encoding.UTF8.GetBytes(new string('[', 100_000)), "deep", 0);
        Check(Encoding.UTF8.GetBytes("{\"messages\":" + string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 201)), "deep", 1);
        Check(Encoding.UTF8.GetBytes("{\"messages\":" + string.Concat(Enumerable.Repeat("{\"a\":", 61)) + "1" + new string('}', 62)), "deep", 2);
        Check(Encoding.UTF8.GetBytes("{\"wh_type\":\"incoming_message\",\"body\":" + string.Concat(Enumerable.Repeat("{\"body\":", 61)) + "1" + new string('}', 62)), "deep", 3);
        Check(Encoding.UTF8.GetBytes("{\"time\":1" + new string('0', 5000) + ",\"wh_type\":\"incoming_message\"}"), "huge", 0);
        for (var round = 0; round < 2000; round++)
        {
            var noise = new byte[random.Next(0, 200)];
            random.NextBytes(noise);
            Check(noise, "noise", round);
        }
    }

    private static void Check(byte[] body, string name, int round)
    {
        try
        {
            var told = WappiReader.Receive(body, WappiFixture.ReceivedAt);
            Assert.NotEmpty(told);
            foreach (var one in told)
            {
                Check(one.Event);
                // What is kept for a chat reads as what was told; what is kept of nothing is only counted.
                if (one.Event is InboundEvent.ToChat or InboundEvent.AccountStatus)
                    Assert.Equal(one.Event.Spoken(), WappiReader.Read(one.Format, one.Body, WappiFixture.ReceivedAt).Spoken());
            }

            foreach (var format in new[] { WappiReader.WebhookFormat, WappiReader.MessageFormat }) Check(WappiReader.Read(format, body, WappiFixture.ReceivedAt));
            using var document = JsonBody.Parse(body);
            if (document is not null) foreach (var one in WappiReader.Row("p", "996555000101", document.RootElement, WappiFixture.ReceivedAt)) Check(one.Event);
        }
        catch (Exception failure)
        {
            Assert.Fail($"{name}, seed {Seed}, round {round}: {failure}\n{Encoding.UTF8.GetString(body)}");
        }
    }

    private static void Check(InboundEvent read)
    {
        var spoken = read.Spoken();
        Assert.DoesNotContain('\0', spoken);
        Assert.Equal(spoken, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(spoken)));
        if (read is InboundEvent.ToChat to) Assert.All((string[])[to.AccountId, to.ProviderChatId, to.ProviderMessageId], id => Assert.InRange(id.Trim().Length, 1, 256));
    }

    private static byte[] WithBrokenBytes(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"\"\\{}[],:0\u007f"[random.Next(10)]); break;
                default: bytes.RemoveRange(at, random.Next(0, bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Some members, at any depth, become values of any type. The whole is put in our envelope half the time.</summary>
    private static string WithOddValues(JsonObject body, Random random)
    {
        var marks = new List<string>();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var places = Places(body).ToList();
            if (places.Count == 0) break;
            var (parent, name) = places[random.Next(places.Count)];
            var mark = $"odd{marks.Count}mark";
            parent[name] = mark;
            marks.Add(mark);
        }

        var text = body.ToJsonString();
        foreach (var mark in marks) text = text.Replace($"\"{mark}\"", Odd[random.Next(Odd.Length)], StringComparison.Ordinal);
        var part = new[] { "message", "report", "reaction", "edited", "account" }[random.Next(5)];
        return random.Next(2) == 0 ? text : $$"""{"part":"{{part}}","profile_id":"p","chat_id":"996555000101","message":{{text}}}""";
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Places(JsonObject parent)
    {
        foreach (var (name, value) in parent)
        {
            yield return (parent, name);
            var inner = value switch
            {
                JsonObject one => Places(one),
                JsonArray many => many.OfType<JsonObject>().SelectMany(Places),
                _ => [],
            };
            foreach (var place in inner) yield return place;
        }
    }
}
