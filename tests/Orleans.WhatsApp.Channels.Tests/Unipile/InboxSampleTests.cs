using System.Text;
using System.Text.Json;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

/// <summary>What lies in the inbox, maybe kept by the version before and decided by this one, or the other way round. None of it may ever change its meaning.</summary>
public sealed class InboxSampleTests
{
    private const string Envelope = """{"account_id":"acc","chat_id":"chat","message":{"id":"msg_9","text":"Sent from my phone","timestamp":"2026-09-29T18:04:11.000Z","is_sender":1}}""";

    [Fact]
    public void A_webhooks_body_is_kept_under_its_format_and_read_by_it() => Assert.IsType<InboundEvent.ToChat>(
        UnipileReader.Read("unipile.webhook", Fixture.Bytes("constructed_wa_message_reaction"), Fixture.ReceivedAt));

    [Fact]
    public void A_pulled_row_is_kept_in_its_envelope_and_read_out_of_it()
    {
        using var row = JsonDocument.Parse("""{"id":"msg_9","text":"Sent from my phone","timestamp":"2026-09-29T18:04:11.000Z","is_sender":1}""");

        Assert.Equal(Envelope, Encoding.UTF8.GetString(UnipileRow.Wrap("acc", "chat", row.RootElement)));
        Assert.Equal(
            "acc/chat message msg_9 () us to [||] at 09-29 18:04:11.000: Sent from my phone",
            UnipileReader.Read("unipile.message", Encoding.UTF8.GetBytes(Envelope), Fixture.ReceivedAt).Spoken());
    }

    [Fact]
    public void New_rows_are_kept_under_the_formats_that_the_version_before_can_read() =>
        Assert.Equal(("unipile.webhook", "unipile.message"), (UnipileReader.WebhookFormat, UnipileReader.MessageFormat));

    /// <summary>Part of the inbox's unique key: hashed otherwise, an event that comes again during an upgrade would be kept twice.</summary>
    [Fact]
    public void The_hash_of_a_repeated_event_stays() => Assert.Equal(
        "387b115485f9f909", Assert.IsType<InboundEvent.ToChat>(Fixture.Read(Fixture.Text("constructed_wa_message_reaction"))).ContentHash);
}
