using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>Reading never throws, twice reads the same, and lets nothing through that a database or a path would choke on.</summary>
public class WappiFuzzTests
{
    private const int Seed = 20260930;

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(Seed);
        foreach (var name in WappiFixture.Names)
            for (var round = 0; round < 200; round++)
            {
                Check(OddBodies.WithBrokenBytes(WappiFixture.Bytes(name), random), name, round);
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

    /// <summary>The whole is put in our envelope half the time.</summary>
    private static string WithOddValues(JsonObject body, Random random)
    {
        var text = OddBodies.WithOddValues(body, random);
        var part = new[] { "message", "report", "reaction", "edited", "account" }[random.Next(5)];
        return random.Next(2) == 0 ? text : $$"""{"part":"{{part}}","profile_id":"p","chat_id":"996555000101","message":{{text}}}""";
    }

    /// <summary>Every kind of message with odd members: the recorded ones hold few kinds.</summary>
    [Fact]
    public void No_kind_of_message_makes_it_throw()
    {
        var random = new Random(Seed);
        foreach (var type in new[] { "image", "ptt", "document", "sticker", "reaction", "vcard", "multi_vcard", "location", "poll", "revoked", "hologram" })
            foreach (var body in new[] { "\"x\"", "{\"name\":\"n\",\"options\":[{\"name\":1}],\"vcard\":\"FN:x\",\"latitude\":1,\"longitude\":2}", "[{\"vcard\":\"TEL:1\"},7]" })
                for (var round = 0; round < 60; round++)
                {
                    var element = WappiFixture.Element("icb_incoming_dialog");
                    element["type"] = type;
                    element["body"] = JsonNode.Parse(body);
                    element["stanza_id"] = "AC01";
                    element["media_info"] = new JsonObject { ["size"] = 1 };
                    element["is_edited"] = true;
                    Check(Encoding.UTF8.GetBytes(OddBodies.WithOddValues(WappiFixture.Delivery(element), random)), type, round);
                    Check(Encoding.UTF8.GetBytes(OddBodies.WithOddValues(element, random)), type, round);
                }
    }
}
