using System.Text;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

/// <summary>Reading never throws, a kept part reads as it did in its delivery, and nothing is let through that a database or a path would choke on.</summary>
public class MetaFuzzTests
{
    private const int Seed = 20261126;
    private static readonly string[] Formats = [MetaFormat.Message, MetaFormat.Echo, MetaFormat.Status, MetaFormat.Change, MetaFormat.Delivery];

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(Seed);
        foreach (var name in MetaFixture.All.Names.Where(name => name != "constructed_signature_vectors"))
            for (var round = 0; round < 100; round++)
            {
                Check(OddBodies.WithBrokenBytes(MetaFixture.All.Bytes(name), random), name, round);
                Check(Encoding.UTF8.GetBytes(OddBodies.WithOddValues(MetaFixture.All.Json(name), random)), name, round);
            }
    }

    [Fact]
    public void No_content_makes_it_throw()
    {
        var random = new Random(Seed);
        foreach (var content in MetaReaderTests.Contents.Select(row => (string)row[0]))
            for (var round = 0; round < 100; round++)
            {
                var message = $$"""{ "from": "905551112233", "to": "905551112244", "id": "wamid.1", "timestamp": "1767225601", {{content}} }""";
                var body = MetaFixture.Parsed(MetaFixture.Delivery($$""" "messages": [{{message}}], "message_echoes": [{{message}}] """, round % 2 == 0 ? "messages" : "smb_message_echoes"));
                Check(Encoding.UTF8.GetBytes(OddBodies.WithOddValues(body.AsObject(), random)), content, round);
            }
    }

    [Fact]
    public void Depth_length_and_noise_are_survived()
    {
        var random = new Random(Seed);
        Check(Encoding.UTF8.GetBytes(new string('[', 100_000)), "deep", 0);
        Check(Encoding.UTF8.GetBytes(MetaFixture.Delivery("\"messages\":" + string.Concat(Enumerable.Repeat("[{\"a\":", 25)) + "1" + string.Concat(Enumerable.Repeat("}]", 25)))), "deep", 1);
        Check(Encoding.UTF8.GetBytes(MetaFixture.Delivery("\"messages\":[" + string.Join(',', Enumerable.Repeat("{}", 5_000)) + "]")), "many", 0);
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
            var received = MetaDelivery.Receive(body, Recorded.ReceivedAt);
            Assert.NotEmpty(received);
            foreach (var one in received)
            {
                Sound(one.Event);
                Assert.Equal(one.Event.Spoken(), MetaReader.Read(one.Format, one.Body, Recorded.ReceivedAt).Spoken());
            }

            foreach (var format in Formats) Sound(MetaReader.Read(format, body, Recorded.ReceivedAt));
        }
        catch (Exception failure)
        {
            Assert.Fail($"{name}, seed {Seed}, round {round}: {failure}\n{Encoding.UTF8.GetString(body)}");
        }
    }

    private static void Sound(InboundEvent read)
    {
        var spoken = read.Spoken();
        Assert.DoesNotContain('\0', spoken);
        Assert.Equal(spoken, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(spoken)));
        if (read is InboundEvent.ToChat to) Assert.All((string[])[to.AccountId, to.ProviderChatId, to.ProviderMessageId], id => Assert.InRange(id.Trim().Length, 1, 256));
        if (read is InboundEvent.Discarded discarded) Assert.Matches("^[a-z_]{1,20}$", discarded.Reason);
    }
}
