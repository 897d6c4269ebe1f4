using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>What lies in the inbox, maybe kept by the version before and decided by this one, or the other way round. None of it may ever change its meaning.</summary>
public class WappiEnvelopeTests
{
    private const string Kept = """{"part":"message","message":{"id":"AC1","profile_id":"p1","wh_type":"incoming_message","body":"hi","type":"chat","from":"996555000101@c.us","chatId":"996555000101@c.us","time":1782235078}}""";
    private const string KeptRow = """{"part":"report","profile_id":"p1","chat_id":"996555000101","message":{"id":"AC2","type":"chat","fromMe":true,"time":1782235078,"body":"hi","delivery_status":"read"}}""";

    [Theory]
    [InlineData("wappi.webhook", Kept, "p1/996555000101 message AC1 (996555000101 +996555000101) contact [|+996555000101|996555000101] at 06-23 17:17:58.000: hi")]
    [InlineData("wappi.message", KeptRow, "p1/996555000101 read AC2 (996555000101 +996555000101) Read at receipt")]
    [InlineData("wappi.later", Kept, "malformed: unknown_format")]
    [InlineData("wappi.webhook", """{"message":{"id":"AC1"}}""", "malformed: unknown_part")]
    public void A_kept_body_reads_as_it_always_did(string format, string body, string expected) =>
        Assert.Equal(expected, WappiReader.Read(format, Encoding.UTF8.GetBytes(body), WappiFixture.ReceivedAt).Spoken());

    [Fact]
    public void Bodies_are_kept_in_the_form_that_the_version_before_can_read()
    {
        var told = WappiReader.Receive(Encoding.UTF8.GetBytes(JsonNode.Parse(Kept)!["message"]!.ToJsonString()), WappiFixture.ReceivedAt);
        Assert.Equal(("wappi.webhook", Kept), (Assert.Single(told).Format, Encoding.UTF8.GetString(told[0].Body.Span)));

        using var row = System.Text.Json.JsonDocument.Parse(JsonNode.Parse(KeptRow)!["message"]!.ToJsonString());
        var listed = WappiReader.Row("p1", "996555000101", row.RootElement, WappiFixture.ReceivedAt);
        Assert.Equal(("wappi.message", KeptRow), (listed[1].Format, Encoding.UTF8.GetString(listed[1].Body.Span)));
    }

    /// <summary>Part of the inbox's unique key.</summary>
    [Fact]
    public void The_hash_of_a_repeated_event_stays()
    {
        Assert.Equal("28778d6e7b684729", Hash("""{"id":"AC1","profile_id":"p1","wh_type":"incoming_message","body":"hi","type":"chat","is_edited":true,"chatId":"996555000101@c.us"}"""));
        Assert.Equal("a59354b8cdc043a2", Hash("""{"id":"AC2","profile_id":"p1","wh_type":"incoming_message","body":"👍","type":"reaction","stanza_id":"AC1","chatId":"996555000101@c.us"}"""));

        static string Hash(string element) =>
            Assert.IsType<InboundEvent.ToChat>(WappiReader.Receive(Encoding.UTF8.GetBytes(element), WappiFixture.ReceivedAt)[^1].Event).ContentHash;
    }

    [Fact]
    public void A_file_is_not_kept_with_its_message()
    {
        var file = Convert.ToBase64String(new byte[300_000]);
        var element = WappiFixture.Element("icb_incoming_dialog");
        element["type"] = "image";
        element["body"] = file;
        element["caption"] = "look";
        element["thumbnail"] = "AAAA";
        element["picture"] = "AAAA";
        element["attaches"] = new JsonArray(new JsonObject { ["b64"] = file });
        element["reply_message"] = new JsonObject { ["id"] = "AC01", ["body"] = file };

        var kept = Assert.Single(WappiReader.Receive(Encoding.UTF8.GetBytes(element.ToJsonString()), WappiFixture.ReceivedAt));

        Assert.InRange(kept.Body.Length, 100, 1000);
        Assert.DoesNotContain("AAAA", Encoding.UTF8.GetString(kept.Body.Span), StringComparison.Ordinal);
        Assert.Contains(": look <", kept.Event.Spoken(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_files_thumbnail_is_not_kept_and_its_name_is()
    {
        using var row = System.Text.Json.JsonDocument.Parse($$$"""{"id":"AC1","type":"document","time":1782235078,"body":{"JPEGThumbnail":"AAAA","fileName":"a.pdf","mimetype":"application/pdf","fileLength":"7","more":"{{{new string('A', 5000)}}}"}}""");
        var kept = Assert.Single(WappiReader.Row("p1", "996555000101", row.RootElement, WappiFixture.ReceivedAt));
        Assert.DoesNotContain("AAAA", Encoding.UTF8.GetString(kept.Body.Span), StringComparison.Ordinal);
        Assert.EndsWith(" <AC1 file application/pdf a.pdf 7>", kept.Event.Spoken(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_kept_whole()
    {
        var text = string.Concat(Enumerable.Repeat("Długi \"tekst\" 👍\n", 4000));
        Assert.EndsWith(text, WappiFixture.Received("icb_incoming_dialog", element => element["body"] = text), StringComparison.Ordinal);
    }
}
