using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiReaderTests
{
    private const string Inbound = "icb_incoming_dialog";
    private const string Echo = "icb_own_echo";
    private const string Report = "icb_delivery_status";

    [Theory]
    [InlineData("image", "img image/jpeg a.jpg 2048"), InlineData("video", "video image/jpeg a.jpg 2048"), InlineData("ptv", "video image/jpeg a.jpg 2048")]
    [InlineData("audio", "audio image/jpeg a.jpg 2048"), InlineData("ptt", "audio image/jpeg a.jpg 2048 voice"), InlineData("document", "file image/jpeg a.jpg 2048")]
    [InlineData("sticker", "sticker image/jpeg a.jpg 2048")]
    public void Files_are_attachments_with_their_caption(string type, string expected) =>
        Assert.EndsWith($": look <AC93B92A1A00E53B3B8DCA319090F90A {expected}>", WappiFixture.Received(Inbound, element =>
        {
            element["type"] = type;
            element["body"] = "/9j/4AAQ";
            element["caption"] = "look";
            element["mimetype"] = "image/jpeg";
            element["file_name"] = "a.jpg";
            element["media_info"] = new JsonObject { ["size"] = 2048 };
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("location", """{"latitude":41.01,"longitude":29.0200,"name":"Pier","address":"Kadıköy"}""", "location  Pier, Kadıköy (41.01, 29.02) 0")]
    [InlineData("location", """{"location":{"lat":"41.01","lng":"-29"}}""", "location  (41.01, -29) 0")]
    [InlineData("location", """{"body":{"degreesLatitude":1,"degreesLongitude":2,"JPEGThumbnail":"x"}}""", "location  (1, 2) 0")]
    [InlineData("location", """{"body":"/9j/","latitude":1e999}""", "location   0")]
    [InlineData("vcard", """{"body":"BEGIN:VCARD\nVERSION:3.0\nFN:Ayşe\nitem1.TEL;waid=905551112233:+90 555 111 22 33\nEND:VCARD"}""", "contact  Ayşe +90 555 111 22 33 0")]
    [InlineData("multi_vcard", """{"body":[{"displayName":"A","vcard":"TEL:1"},{"vcard":"FN:B"}]}""", "contact  A 1; B 0")]
    [InlineData("poll", """{"body":"Which day?","poll_options":["Monday",{"name":"Tuesday"}]}""", "poll  Which day?: Monday, Tuesday 0")]
    [InlineData("order", """{"body":"/9j/"}""", "unsupported  order 0")]
    [InlineData("hologram", """{"body":{"a":1}}""", "unsupported  hologram 0")]
    public void What_is_neither_text_nor_file_reads_as_text(string type, string members, string expected) =>
        Assert.EndsWith($":  < {expected}>", WappiFixture.Received(Inbound, element =>
        {
            element["type"] = type;
            foreach (var (name, value) in JsonNode.Parse(members)!.AsObject()) element[name] = value?.DeepClone();
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("incoming_message", "true", "us"), InlineData("incoming_message", "1", "us"), InlineData("incoming_message", "false", "contact")]
    [InlineData("incoming_message", "null", "contact"), InlineData("outgoing_message_api", "null", "us"), InlineData("outgoing_message_phone", "false", "us")]
    public void Who_wrote_is_read_from_the_kind_or_the_mark(string kind, string isMe, string expected) =>
        Assert.Contains($" {expected} ", WappiFixture.Received(Inbound, element =>
        {
            element["wh_type"] = kind;
            element["is_me"] = JsonNode.Parse(isMe);
        }), StringComparison.Ordinal);

    [Fact]
    public void An_own_message_without_a_chat_goes_to_its_receiver() =>
        Assert.StartsWith("00000000-0000/996555000101 message ", WappiFixture.Received(Echo, element => element.Remove("chatId")), StringComparison.Ordinal);

    [Theory]
    [InlineData("996555000101@c.us", null, "996555000101", "+996555000101"), InlineData("996555000101@s.whatsapp.net", null, "996555000101", "+996555000101")]
    [InlineData("+996555000101", null, "996555000101", "+996555000101"), InlineData("996555000101:7@c.us", null, "996555000101", "+996555000101")]
    [InlineData("140000000000001@lid", "", "140000000000001@lid", "+996555000101"), InlineData("140000000000001@lid", "140000000000001@lid", "140000000000001@lid", "+996555000777")]
    public void A_chat_is_called_by_its_digits_or_its_lid(string chat, string? from, string expected, string phone) =>
        Assert.Contains($"/{expected} message AC93B92A1A00E53B3B8DCA319090F90A ({expected} {phone}) contact [Test|{phone}|{expected}]", WappiFixture.Received(Inbound, element =>
        {
            element["chatId"] = chat;
            if (from is { Length: > 0 }) element["from"] = from;
            element["contact_phone"] = "996555000777";
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("chatId", "\"996555000900-1568813854@g.us\"", "group"), InlineData("chat_type", "\"group\"", "group"), InlineData("isGroup", "true", "group")]
    [InlineData("chatId", "\"status@broadcast\"", "no_contact"), InlineData("chatId", "\"0@c.us\"", "no_contact"), InlineData("chatId", "\"123@newsletter\"", "no_contact")]
    [InlineData("profile_id", "null", "unroutable"), InlineData("id", "\"\"", "unroutable"), InlineData("id", "7", "unroutable"), InlineData("profile_id", "\"..\"", "unroutable")]
    [InlineData("wh_type", "\"incoming_call\"", "call"), InlineData("wh_type", "\"something_new\"", "unknown_event"), InlineData("wh_type", "null", "unknown_event")]
    [InlineData("type", "\"call_log\"", "call"), InlineData("type", "\"e2e_notification\"", "system_event"), InlineData("type", "\"ciphertext\"", "system_event")]
    [InlineData("platform", "\"telegram\"", "not_whatsapp"), InlineData("platform", "\"max\"", "not_whatsapp"), InlineData("body", "\" \\n\"", "empty"), InlineData("body", "null", "empty")]
    public void What_is_nothing_for_us_says_why(string member, string value, string reason) =>
        Assert.Equal($"discarded: {reason}", WappiFixture.Received(Inbound, element => element[member] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("""{"time":null}""", "06-23 17:17:58.000"), InlineData("""{"time":null,"timestamp":""}""", "receipt"), InlineData("""{"time":"1782235078","timestamp":null}""", "06-23 17:17:58.000")]
    [InlineData("""{"time":-5,"timestamp":"soon"}""", "receipt"), InlineData("""{"time":253402300799,"timestamp":null}""", "receipt"), InlineData("""{"time":1,"timestamp":"9999-12-31T23:59:59Z"}""", "receipt")]
    [InlineData("""{"time":99999999999999999999,"timestamp":"2026-06-23T20:17:58+03:00"}""", "06-23 17:17:58.000")]
    public void A_time_that_cannot_be_is_not_believed(string members, string expected) =>
        Assert.Contains($" at {expected}: ", WappiFixture.Received(Inbound, element =>
        {
            foreach (var (name, value) in JsonNode.Parse(members)!.AsObject()) element[name] = value?.DeepClone();
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("sent", "sent M (996555000101 +996555000101) Sent"), InlineData("delivered", "delivered M (996555000101 +996555000101) Delivered"), InlineData("READ", "read M (996555000101 +996555000101) Read")]
    [InlineData("played", "played M (996555000101 +996555000101) Played"), InlineData("undelivered", "failed M # (996555000101 +996555000101) Failed undelivered"), InlineData("error", "failed M # (996555000101 +996555000101) Failed error")]
    public void A_report_that_names_its_chat_is_a_mark(string status, string expected)
    {
        foreach (var (member, value) in new[] { ("chatId", "996555000101@c.us"), ("to", "996555000101@c.us") })
            Assert.Equal($"00000000-0000/996555000101 {expected} at 06-23 17:18:10.000", WappiFixture.Received(Report, element =>
            {
                element["id"] = "M";
                element["status"] = status;
                element[member] = value;
            }));
    }

    [Theory, InlineData("temporary ban"), InlineData("temporary_ban"), InlineData("Temporary-Ban")]
    public void A_ban_fails_the_message_and_stops_the_account(string status) => Assert.Equal(
        $"00000000-0000/996555000101 failed M # (996555000101 +996555000101) Failed temporary_ban at 06-23 17:18:10.000 + 00000000-0000 is Stopped ({status})",
        WappiFixture.Received(Report, element =>
        {
            element["id"] = "M";
            element["status"] = status;
            element["to"] = "996555000101@c.us";
        }));

    [Theory, InlineData("pending", "pending"), InlineData("dancing", "unknown_status"), InlineData("", "unknown_status")]
    public void A_report_that_says_nothing_yet_is_nothing(string status, string reason) => Assert.Equal($"discarded: {reason}", WappiFixture.Received(Report, element =>
    {
        element["status"] = status;
        element["chatId"] = "996555000101@c.us";
    }));

    [Theory]
    [InlineData("authorization_status", "online", "Ok"), InlineData("authorization_status", "offline", "NeedsReconnect"), InlineData("application_status", "open", "Ok")]
    [InlineData("application_status", "connecting", "Connecting"), InlineData("application_status", "close", "Connecting"), InlineData("application_status", "asleep", "?")]
    public void A_profiles_state_is_told(string kind, string status, string expected) => Assert.Equal(
        $"971cdfd1-0000 is {expected} ({status})", WappiFixture.Received("constructed_authorization_status_offline", element =>
        {
            element["wh_type"] = kind;
            element["status"] = status;
        }));

    [Fact]
    public void A_reaction_goes_to_its_message()
    {
        var spoken = WappiFixture.Received("icb_group_reaction", AsReaction);
        Assert.Equal("00000000-0000/996555000101 reaction AC01 # (996555000101 +996555000101) reacted 👍🏻 by 996555000101 at 06-23 17:17:42.000", spoken);
        Assert.Equal(spoken, WappiFixture.Received("icb_group_reaction", element =>
        {
            AsReaction(element);
            element.Remove("stanza_id");
            element["reply_message"] = new JsonObject { ["id"] = "AC01" };
        }));
        Assert.Equal("discarded: unroutable", WappiFixture.Received("icb_group_reaction", element =>
        {
            AsReaction(element);
            element.Remove("stanza_id");
        }));
    }

    [Fact]
    public void A_reaction_that_is_given_twice_is_two_and_one_that_comes_twice_is_one()
    {
        Assert.Equal(Hash("A"), Hash("A"));
        Assert.NotEqual(Hash("A"), Hash("B"));

        static string Hash(string id)
        {
            var element = WappiFixture.Element("icb_group_reaction");
            AsReaction(element);
            element["id"] = id;
            return Assert.IsType<InboundEvent.ToChat>(Assert.Single(WappiReader.Receive(Encoding.UTF8.GetBytes(element.ToJsonString()), WappiFixture.ReceivedAt)).Event).ContentHash;
        }
    }

    [Fact]
    public void An_edited_message_tells_itself_and_its_new_text() => Assert.Equal(
        "00000000-0000/996555000101 message AC93B92A1A00E53B3B8DCA319090F90A (996555000101 +996555000101) contact [Test|+996555000101|996555000101] at 06-23 17:17:58.000: new"
            + " + 00000000-0000/996555000101 edited AC93B92A1A00E53B3B8DCA319090F90A # (996555000101 +996555000101) edited at receipt: new",
        WappiFixture.Received(Inbound, element =>
        {
            element["is_edited"] = true;
            element["body"] = "new";
        }));

    [Theory, InlineData("is_deleted", "true"), InlineData("type", "\"revoked\"")]
    public void A_deleted_message_is_deleted(string member, string value) => Assert.Equal(
        "00000000-0000/996555000101 deleted AC93B92A1A00E53B3B8DCA319090F90A (996555000101 +996555000101) Deleted at receipt",
        WappiFixture.Received(Inbound, element => element[member] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("", "not_json"), InlineData("<html>", "not_json"), InlineData("{\"messages\":[", "not_json"), InlineData("7", "not_an_object"), InlineData("\"x\"", "not_an_object"), InlineData("null", "not_an_object")]
    public void What_is_no_delivery_is_malformed(string body, string expected) => Assert.Equal($"malformed: {expected}", WappiFixture.Received(body));

    [Theory, InlineData("[]", "discarded: empty"), InlineData("""{"messages":[]}""", "discarded: empty"), InlineData("{}", "discarded: unknown_event"), InlineData("""{"messages":null}""", "discarded: unknown_event")]
    public void A_delivery_without_events_is_nothing(string body, string expected) => Assert.Equal(expected, WappiFixture.Received(body));

    [Fact]
    public void A_bad_element_does_not_stop_the_others()
    {
        var good = WappiFixture.Element(Inbound).ToJsonString();
        Assert.Equal($"malformed: not_an_object + {WappiFixture.Received(good)} + malformed: not_an_object", WappiFixture.Received($$"""{"messages":[7,{{good}},null]}"""));
    }

    private static void AsReaction(JsonObject element)
    {
        element["chatId"] = "996555000101@c.us";
        element["chat_type"] = "dialog";
        element["stanza_id"] = "AC01";
    }
}
