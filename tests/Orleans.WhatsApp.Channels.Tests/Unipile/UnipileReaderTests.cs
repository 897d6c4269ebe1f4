using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileReaderTests
{
    private const string Inbound = "wa_message_received_inbound_phone_jid";
    private const string Echo = "wa_message_received_echo_is_sender";
    private const string Minimal = "wa_message_received_inbound_min";
    private const string Reaction = "constructed_wa_message_reaction";

    [Theory]
    [InlineData("true", "us"), InlineData("1", "us"), InlineData("\"true\"", "us"), InlineData("\"1\"", "us")]
    [InlineData("false", "contact"), InlineData("0", "contact"), InlineData("\"false\"", "contact")]
    public void The_direction_is_read_however_it_is_written(string isSender, string expected) =>
        Assert.Contains($" {expected} ", Fixture.Read(Inbound, body => body["is_sender"] = JsonNode.Parse(isSender)), StringComparison.Ordinal);

    [Theory]
    [InlineData("919800000001@s.whatsapp.net", "us"), InlineData("919800000001:17@s.whatsapp.net", "us"), InlineData("919800000001", "us")]
    [InlineData("919800000002:17@s.whatsapp.net", "contact")]
    public void Without_a_direction_the_sender_is_compared_with_the_account(string sender, string expected)
    {
        foreach (var absent in new[] { "null", "{}", "\"\"" })
        {
            var spoken = Fixture.Read(Inbound, body =>
            {
                body["is_sender"] = JsonNode.Parse(absent);
                body["sender"]!["attendee_provider_id"] = sender;
            });
            Assert.Contains($" {expected} ", spoken, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_direction_the_accounts_phone_number_tells_as_well() =>
        Assert.Contains(" us to ", Fixture.Read(Inbound, body =>
        {
            body.Remove("is_sender");
            body["account_info"] = new JsonObject { ["type"] = "WHATSAPP", ["phone_number"] = "+1 (415) 555-2671" };
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"text":"hi"}""", "hi"), InlineData("\"hi\\u0000 there\"", "hi there"), InlineData("\"cut \\ud83d\"", "cut \uFFFD"), InlineData("\"cut \\\\\\\"\\n\\ud83d\\u0041\"", "cut \\\"\n\uFFFDA")]
    public void A_text_is_read_in_every_form(string message, string expected)
    {
        var read = Fixture.Read(Fixture.Text(Inbound).Replace("\"Hi, is this about the demo?\"", message, StringComparison.Ordinal));
        Assert.EndsWith(": " + expected, read.Spoken(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null"), InlineData("\"\""), InlineData("\" \\n\\t \""), InlineData("{}"), InlineData("""{"text":null}"""), InlineData("7"), InlineData("[]")]
    public void Neither_text_nor_attachment_is_nothing(string message) =>
        Assert.Equal("discarded: empty", Fixture.Read(Inbound, body =>
        {
            body["message"] = JsonNode.Parse(message);
            body["attachments"] = new JsonArray(new JsonObject(), null, "x");
        }));

    [Fact]
    public void A_webhook_attachment_is_read_as_well_as_a_rest_one() =>
        Assert.EndsWith(": <a1 audio audio/ogg; codecs=opus  2048 voice> <a2 sticker image/webp x.webp 7>", Fixture.Read(Inbound, body =>
        {
            body["message"] = null;
            body["attachments"] = JsonNode.Parse("""
                [{"attachment_id":"a1","attachment_type":"audio","attachment_size":2048,"mimetype":"audio/ogg; codecs=opus","voice_note":true,"unavailable":false},
                 {"id":"a2","type":"img","file_size":"7","size":{"width":1,"height":1},"file_name":"x.webp","sticker":true,"mimetype":"image/webp"}]
                """);
        }).Replace(":  <", ": <", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void An_own_attachment_without_text_counts_as_a_message() =>
        Assert.Contains(" us to [Jane Lead|", Fixture.Read("wa_message_received_attachment_no_text", body => body["is_sender"] = true), StringComparison.Ordinal);

    [Fact]
    public void A_contact_known_only_by_lid_has_no_phone() =>
        Assert.Contains("contact [Maria||140000000000001@lid]", Fixture.Read(Minimal, body =>
        {
            body["sender"]!["attendee_provider_id"] = "140000000000001:3@lid";
            body["sender"]!["attendee_public_identifier"] = "140000000000001@lid";
            body["sender"]!["attendee_specifics"] = new JsonObject { ["phone_number"] = "hidden", ["lid"] = "140000000000001@lid" };
            body["provider_chat_id"] = "140000000000001@lid";
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("+33600000001", "33600000002@s.whatsapp.net", "33600000003@s.whatsapp.net", "+33600000001")]
    [InlineData("33 (600) 000-001", null, "1@lid", "+33600000001")]
    [InlineData("hidden", "33600000002@s.whatsapp.net", "33600000003@s.whatsapp.net", "+33600000002")]
    [InlineData("", "33600000002:4@s.whatsapp.net", "1@lid", "+33600000002")]
    [InlineData(null, null, "33600000003@s.whatsapp.net", "+33600000003")]
    [InlineData(null, null, "33600000003", "+33600000003")]
    [InlineData(null, null, "someone", "")]
    [InlineData("123", null, "140000000000001@lid", "")]
    public void The_phone_is_the_first_one_that_is_told(string? stated, string? publicId, string providerId, string expected) =>
        Assert.Contains($"contact [Maria|{expected}|{providerId}]", Fixture.Read(Minimal, body =>
        {
            body["sender"]!["attendee_provider_id"] = providerId;
            body["sender"]!["attendee_public_identifier"] = publicId;
            if (stated is not null) body["sender"]!["attendee_specifics"] = new JsonObject { ["phone_number"] = stated };
        }), StringComparison.Ordinal);

    [Fact]
    public void The_attendee_list_fills_what_the_sender_lacks() =>
        Assert.Contains("contact [Lead|+919876543210|123456789012345@lid]", Fixture.Read("wa_message_received_lid_with_specifics", body =>
        {
            body["sender"] = new JsonObject { ["attendee_provider_id"] = "123456789012345@lid" };
            body["attendees"]![1]!["attendee_public_identifier"] = "919876543210@s.whatsapp.net";
        }), StringComparison.Ordinal);

    [Fact]
    public void A_chat_known_by_number_tells_the_number_of_its_lid() =>
        Assert.Contains("contact [Maria|+33600000001|140000000000001@lid]", Fixture.Read(Minimal, body =>
        {
            body["sender"]!["attendee_provider_id"] = "140000000000001@lid";
            body["provider_chat_id"] = "33600000001@s.whatsapp.net";
        }), StringComparison.Ordinal);

    [Fact]
    public void Our_own_message_names_the_contact_even_if_only_the_contact_is_listed() =>
        Assert.Contains("us to [Jane Lead|+14155552671|14155552671@s.whatsapp.net]", Fixture.Read(Echo, body => body["attendees"]!.AsArray().RemoveAt(1)), StringComparison.Ordinal);

    [Fact]
    public void Our_own_message_names_the_contact_by_the_chat_if_nobody_is_listed() =>
        Assert.Contains("us to [||140000000000001@lid]", Fixture.Read(Echo, body =>
        {
            body["attendees"] = JsonNode.Parse("[{},{}]");
            body["provider_chat_id"] = "140000000000001@lid";
        }), StringComparison.Ordinal);

    [Fact]
    public void Our_own_message_to_nobody_named_still_reaches_its_chat() =>
        Assert.StartsWith("acc_wa_1/chat_1 message msg_1 () us to [||]", Fixture.Read(Echo, body => body.Remove("attendees")), StringComparison.Ordinal);

    [Theory]
    [InlineData("is_group", "true"), InlineData("is_group", "1"), InlineData("provider_chat_id", "\"120363025@g.us\"")]
    [InlineData("sender", """{"attendee_provider_id":"120363025@g.us"}""")]
    [InlineData("attendees", """[{"attendee_provider_id":"a1"},{"attendee_provider_id":"b2"},{"attendee_provider_id":"c3"}]""")]
    public void A_group_is_discarded(string member, string value) =>
        Assert.Equal("discarded: group", Fixture.Read(Minimal, body => body[member] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("""[{},{},{}]""", null, null)]
    [InlineData("""[{"attendee_provider_id":"a1"},{"attendee_provider_id":"b2"},{}]""", null, null)]
    [InlineData("""[{"attendee_provider_id":"a1"},{"attendee_provider_id":"b2"},{"attendee_provider_id":"c3"}]""", "false", null)]
    [InlineData("""[{"attendee_provider_id":"a1"},{"attendee_provider_id":"b2"},{"attendee_provider_id":"c3"}]""", null, "140000000000001@lid")]
    public void Attendees_alone_make_no_group_where_something_better_tells(string attendees, string? isGroup, string? chat) =>
        Assert.Contains(" contact [Maria|", Fixture.Read(Minimal, body =>
        {
            body["attendees"] = JsonNode.Parse(attendees);
            if (isGroup is not null) body["is_group"] = JsonNode.Parse(isGroup);
            if (chat is not null) body["provider_chat_id"] = chat;
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData("is_event", "1", "system_event"), InlineData("account_type", "\"LINKEDIN\"", "not_whatsapp")]
    [InlineData("event", "\"message_sung\"", "unknown_event"), InlineData("event", "null", "unknown_event"), InlineData("event", "{}", "unknown_event")]
    [InlineData("chat_id", "null", "unroutable"), InlineData("message_id", "\"\"", "unroutable"), InlineData("account_id", "7", "unroutable"), InlineData("chat_id", "\"..\"", "unroutable")]
    [InlineData("sender", "{}", "no_contact"), InlineData("sender", "null", "no_contact")]
    [InlineData("sender", """{"attendee_provider_id":"0@s.whatsapp.net"}""", "no_contact"), InlineData("sender", """{"attendee_provider_id":"22395"}""", "no_contact")]
    [InlineData("sender", """{"attendee_provider_id":"x","attendee_specifics":{"phone_number":"+12"}}""", "no_contact")]
    [InlineData("provider_chat_id", "\"1@newsletter\"", null)]
    [InlineData("sender", """{"attendee_provider_id":"status@broadcast"}""", "no_contact")]
    public void What_is_not_for_us_is_discarded_by_reason(string member, string value, string? reason)
    {
        var spoken = Fixture.Read(Minimal, body => body[member] = JsonNode.Parse(value));
        if (reason is null) Assert.Contains(" contact [", spoken, StringComparison.Ordinal);
        else Assert.Equal($"discarded: {reason}", spoken);
    }

    [Fact]
    public void An_id_too_long_for_an_index_is_unroutable() =>
        Assert.Equal("discarded: unroutable", Fixture.Read(Minimal, body => body["chat_id"] = new string('c', 257)));

    [Theory]
    [InlineData("2026-09-30T09:59:58.123Z", "09-30 09:59:58.123"), InlineData("2026-09-30T09:59:58Z", "09-30 09:59:58.000"), InlineData("2026-09-30T11:59:58.5+02:00", "09-30 09:59:58.500")]
    [InlineData("2026-09-30T09:59:58", "09-30 09:59:58.000"), InlineData("yesterday", "receipt"), InlineData("", "receipt"), InlineData("9999-12-31T23:59:59Z", "receipt"), InlineData("0001-01-01T00:00:00Z", "receipt")]
    public void A_time_is_read_or_the_time_of_receipt_stands_in(string timestamp, string expected) =>
        Assert.Contains($" at {expected}: ", Fixture.Read(Inbound, body => body["timestamp"] = timestamp), StringComparison.Ordinal);

    [Theory]
    [InlineData("message_read", "read msg_1 (14155552671@s.whatsapp.net) Read at"), InlineData("message_delivered", "delivered msg_1 (14155552671@s.whatsapp.net) Delivered at")]
    [InlineData("message_deleted", "deleted msg_1 (14155552671@s.whatsapp.net) Deleted at"), InlineData("message_edited", "edited msg_1 # (14155552671@s.whatsapp.net) edited at 09-30 09:59:58.000: Yes — sending the deck now")]
    public void Marks_reach_their_message(string name, string expected) =>
        Assert.Contains(expected, Fixture.Read(Echo, body => body["event"] = name), StringComparison.Ordinal);

    [Fact]
    public void An_edit_without_a_text_changes_nothing() =>
        Assert.Equal("discarded: empty", Fixture.Read(Echo, body => { body["event"] = "message_edited"; body["message"] = ""; }));

    [Fact]
    public void A_reaction_that_was_taken_back_is_empty() =>
        Assert.Contains("reacted  by 140000000000001@lid", Fixture.Read(Reaction, body => body["reaction"] = null), StringComparison.Ordinal);

    [Fact]
    public void The_hash_tells_reactions_apart_and_a_second_delivery_not()
    {
        string Hash(Action<JsonObject> change)
        {
            var body = Fixture.Json(Reaction);
            change(body);
            return Assert.IsType<InboundEvent.ToChat>(Fixture.Read(body.ToJsonString())).ContentHash;
        }

        var first = Hash(_ => { });
        Assert.Matches("^[0-9a-f]{16}$", first);
        Assert.Equal(first, Hash(body => body["webhook_name"] = "other"));
        var others = new[]
        {
            Hash(body => body["reaction"] = "❤️"),
            Hash(body => body["reaction"] = ""),
            Hash(body => body["reaction_sender"]!["attendee_provider_id"] = "2@lid"),
            Hash(body => body["timestamp"] = "2026-05-18T19:45:00.000Z"),
        };
        Assert.Equal(5, others.Append(first).Distinct().Count());
    }

    [Theory]
    [InlineData("OK", ChannelStatus.Ok), InlineData("RECONNECTED", ChannelStatus.Ok), InlineData("CREATION_SUCCESS", ChannelStatus.Ok), InlineData("sync_success", ChannelStatus.Ok)]
    [InlineData("CONNECTING", ChannelStatus.Connecting), InlineData("CREDENTIALS", ChannelStatus.NeedsReconnect), InlineData("PERMISSIONS", ChannelStatus.NeedsReconnect)]
    [InlineData("STOPPED", ChannelStatus.Stopped), InlineData("ERROR", ChannelStatus.Error), InlineData("CREATION_FAIL", ChannelStatus.Error), InlineData("DELETED", ChannelStatus.Disconnected), InlineData("DANCING", null)]
    public void An_account_status_is_read_in_any_order_of_its_members(string word, ChannelStatus? expected)
    {
        var event1 = new InboundEvent.AccountStatus("acc1", expected, word);
        Assert.Equal(event1, Fixture.Read($$$"""{"AccountStatus":{"message":"{{{word}}}","account_type":"WHATSAPP","account_id":"acc1"}}"""));
        Assert.Equal(event1, Fixture.Read($$$"""{"event":"x","AccountStatus":{"account_id":"acc1","message":"{{{word}}}"}}"""));
    }

    [Theory]
    [InlineData("""{"AccountStatus":null}"""), InlineData("""{"AccountStatus":"OK"}"""), InlineData("""{"AccountStatus":{"message":"OK"}}""")]
    public void An_account_status_of_nobody_is_unroutable(string body) => Assert.Equal("discarded: unroutable", Fixture.Read(body).Spoken());

    [Fact]
    public void A_body_in_a_form_is_read_from_its_only_key_or_value()
    {
        var json = Fixture.Text(Inbound);
        var expected = Fixture.Read(json).Spoken();
        Assert.Equal(expected, Fixture.Read(Uri.EscapeDataString(json)).Spoken());
        Assert.Equal(expected, Fixture.Read(Uri.EscapeDataString(json) + "=").Spoken());
        Assert.Equal(expected, Fixture.Read("payload=" + Uri.EscapeDataString(json).Replace("%20", "+", StringComparison.Ordinal)).Spoken());
        Assert.Equal(expected, Fixture.Read(json + "=").Spoken());
    }

    [Fact]
    public void A_byte_order_mark_and_broken_utf8_are_survived()
    {
        var body = (byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Fixture.Text(Inbound))];
        Array.Fill<byte>(body, 0xFF, body.AsSpan().IndexOf("demo"u8), 4);
        Assert.EndsWith(": Hi, is this about the \uFFFD\uFFFD\uFFFD\uFFFD?", UnipileReader.Read(UnipileReader.WebhookFormat, body, Fixture.ReceivedAt).Spoken(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\ud83d\":1"), InlineData("\"\\ud83d\":{\"event\":[{}]}"), InlineData("\"x\":{\"\\ud83d\":[]}")]
    public void A_member_that_has_a_broken_name_hides_no_other(string member)
    {
        var json = Fixture.Text(Inbound).Trim();
        Assert.Equal(Fixture.Read(json).Spoken(), Fixture.Read($"{json[..^1]},{member}}}").Spoken());
    }

    [Theory]
    [InlineData("\"message\":\"The last word\"", ": The last word"), InlineData("\"message\":5,\"message\":{\"text\":\"The last word\"}", ": The last word")]
    [InlineData("\"attendees\":[{}],\"message\":\"The last word\",\"\\u006dessage\":\"The very last\"", ": The very last")]
    public void A_member_that_comes_twice_is_as_it_comes_last(string members, string ending) =>
        Assert.EndsWith(ending, Fixture.Read($"{Fixture.Text(Inbound).Trim()[..^1]},{members}}}").Spoken(), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "not_json"), InlineData("hello", "not_json"), InlineData("{\"event\":", "not_json"), InlineData("a=1&b=2", "not_json"), InlineData("%7B", "not_json"), InlineData("{} {}", "not_json")]
    [InlineData("[]", "not_an_object"), InlineData("null", "not_an_object"), InlineData("\"{}\"", "not_an_object"), InlineData("7", "not_an_object")]
    public void What_is_no_json_object_is_malformed(string body, string detail) => Assert.Equal(new InboundEvent.Malformed(detail), Fixture.Read(body));

    [Fact]
    public void An_unknown_format_is_malformed() =>
        Assert.Equal(new InboundEvent.Malformed("unknown_format"), UnipileReader.Read("meta.webhook", "{}"u8.ToArray(), Fixture.ReceivedAt));

    [Theory]
    [InlineData("""{"id":"m","text":"hi","is_sender":0,"sender_id":"33600000001:2@s.whatsapp.net"}""", "acc/chat message m (33600000001@s.whatsapp.net) contact [|+33600000001|33600000001@s.whatsapp.net] at receipt: hi")]
    [InlineData("""{"id":"m","text":"hi","is_sender":0,"sender_id":"1@lid","chat_provider_id":"33600000001@s.whatsapp.net"}""", "acc/chat message m (1@lid) contact [|+33600000001|1@lid] at receipt: hi")]
    [InlineData("""{"id":"m","text":"hi","is_sender":1,"sender_id":"2@lid","chat_provider_id":"1@lid"}""", "acc/chat message m (1@lid) us to [||1@lid] at receipt: hi")]
    [InlineData("""{"id":"m","text":"hi"}""", "acc/chat message m () contact [||] at receipt: hi")]
    [InlineData("""{"id":"m","text":"hi","chat_provider_id":"1@g.us"}""", "discarded: group")]
    [InlineData("""{"id":"m","text":"hi","is_event":1}""", "discarded: system_event")]
    [InlineData("""{"id":"m","text":"hi","hidden":1}""", "discarded: empty")]
    [InlineData("""{"id":"m","text":"hi","deleted":1}""", "discarded: empty")]
    [InlineData("""{"id":"m","text":" "}""", "discarded: empty")]
    [InlineData("""{"text":"hi"}""", "discarded: unroutable")]
    [InlineData("""7""", "discarded: unroutable")]
    public void A_pulled_row_reads_like_its_webhook(string row, string expected) => Assert.Equal(expected, Fixture.ReadRow(row).Spoken());
}
