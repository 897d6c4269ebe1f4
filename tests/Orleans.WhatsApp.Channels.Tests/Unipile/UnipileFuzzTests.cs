using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

/// <summary>Reading never throws, twice reads the same, and lets nothing through that a database or a path would choke on.</summary>
public class UnipileFuzzTests
{
    private const int Seed = 20260930;

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(Seed);
        foreach (var name in Fixture.Names)
            for (var round = 0; round < 150; round++)
            {
                Check(OddBodies.WithBrokenBytes(Fixture.Bytes(name), random), name, round);
                Check(Encoding.UTF8.GetBytes(WithOddValues(Fixture.Json(name), random)), name, round);
            }
    }

    [Fact]
    public void Depth_length_and_noise_are_survived()
    {
        var random = new Random(Seed);
        Check(Encoding.UTF8.GetBytes(new string('[', 100_000)), "deep", 0);
        Check(Encoding.UTF8.GetBytes("{\"message\":" + string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 201)), "deep", 1);
        Check(Encoding.UTF8.GetBytes("{\"is_sender\":1" + new string('0', 5000) + ",\"event\":\"message_received\"}"), "huge", 0);
        for (var round = 0; round < 2000; round++)
        {
            var noise = new byte[random.Next(0, 200)];
            random.NextBytes(noise);
            Check(noise, "noise", round);
        }
    }

    private static void Check(byte[] body, string name, int round)
    {
        foreach (var format in new[] { UnipileReader.WebhookFormat, UnipileReader.MessageFormat })
        {
            try
            {
                var read = UnipileReader.Read(format, body, Fixture.ReceivedAt);
                var spoken = read.Spoken();
                Assert.Equal(spoken, UnipileReader.Read(format, body, Fixture.ReceivedAt).Spoken());
                Assert.DoesNotContain('\0', spoken);
                Assert.Equal(spoken, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(spoken)));
                if (read is InboundEvent.ToChat to) Assert.All((string[])[to.AccountId, to.ProviderChatId, to.ProviderMessageId], id => Assert.InRange(id.Trim().Length, 1, 256));
            }
            catch (Exception failure)
            {
                Assert.Fail($"{name}, seed {Seed}, round {round}, {format}: {failure}\n{Encoding.UTF8.GetString(body)}");
            }
        }
    }

    /// <summary>For REST rows the whole is put in the envelope half the time.</summary>
    private static string WithOddValues(JsonObject body, Random random)
    {
        var text = OddBodies.WithOddValues(body, random);
        return random.Next(2) == 0 ? text : $$"""{"account_id":"acc","chat_id":"chat","message":{{text}}}""";
    }
}
