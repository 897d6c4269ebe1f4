using System.Text;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using static Orleans.WhatsApp.Channels.Tests.MetaCloud.MetaFixture;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaReaderTests
{
    private const string AtOne = "at 01-01 00:00:01.000";

    public static readonly TheoryData<string, string> Contents = new()
    {
        { """ "type": "text", "text": { "body": "Grüße" } """, "Grüße" },
        { """ "type": "text", "text": { "body": "Grüße" }, "referral": { "source_id": "1" }, "context": { "forwarded": true } """, "Grüße" },
        { """ "type": "text", "text": { "body": "  " } """, " < unsupported  text 0>" },
        { """ "type": "text" """, " < unsupported  text 0>" },
        { """ "type": "button", "button": { "payload": "yes" } """, "yes" },
        { """ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "7", "title": "Tomorrow", "description": "at nine" } } """, "Tomorrow" },
        { """ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": { "id": "7" } } """, "7" },
        { """ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "response_json": "{\"flow_token\":\"t\",\"day\":\"Monday\",\"people\":2,\"with\":[\"a\",\"b\"],\"x\":{}}" } } """, "day: Monday\npeople: 2\nwith: a, b" },
        { """ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "body": "Sent", "response_json": "no json" } } """, "Sent" },
        { """ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": {} } """, " < unsupported  nfm_reply 0>" },
        { """ "type": "image", "image": { "id": "9", "mime_type": "image/png", "caption": "the door" } """, "the door <9 img image/png  0>" },
        { """ "type": "image", "image": { "mime_type": "image/png" } """, " < unsupported  image 0>" },
        { """ "type": "document", "document": { "id": "9", "mime_type": "application/pdf", "filename": "a.pdf", "file_size": "77" } """, " <9 file application/pdf a.pdf 77>" },
        { """ "type": "sticker", "sticker": { "id": "9", "mime_type": "image/webp" } """, " <9 sticker image/webp  0>" },
        { """ "type": "location", "location": { "latitude": 41.01, "longitude": 29.02, "name": "Harbour", "address": "Quay 3" } """, " < location  Harbour, Quay 3 (41.01, 29.02) 0>" },
        { """ "type": "location", "location": { "latitude": "41.01", "longitude": "29.02", "address": "Quay 3" } """, " < location  Quay 3 (41.01, 29.02) 0>" },
        { """ "type": "location", "location": { "latitude": 1e999 } """, " < unsupported  location 0>" },
        { """ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Ayşe" }, "phones": [{ "phone": "+90 555" }, { "wa_id": "90556" }] }, { "name": { "first_name": "Bo", "last_name": "Li" } }, 7] """, " < contact  Ayşe +90 555, 90556 0> < contact  Bo Li 0>" },
        { """ "type": "contacts", "contacts": [] """, " < unsupported  contacts 0>" },
        { """ "type": "order", "order": { "text": "please", "product_items": [{ "quantity": 2, "item_price": 10, "currency": "USD" }, { "quantity": 1, "item_price": 5.0, "currency": "USD" }] } """, "please < order  3 items, 25.00 USD 0>" },
        { """ "type": "order", "order": { "product_items": [{ "quantity": 1, "item_price": "x" }] } """, " < order  1 item 0>" },
        { """ "type": "unsupported", "unsupported": { "type": "poll_creation" }, "errors": [{ "code": 131051 }] """, " < unsupported  poll_creation 0>" },
        { """ "type": "ho lo/gram" """, " < unsupported  hologram 0>" },
        { """ "type": 7 """, " < unsupported   0>" },
    };

    [Theory, MemberData(nameof(Contents))]
    public void A_contacts_message_is_kept_whatever_it_holds(string content, string expected) =>
        Assert.Equal($"{Account}/905551112233 message wamid.1 (US.1) contact [Ayşe|+905551112233|US.1] {AtOne}: {expected}", ReadMessage(content));

    [Theory, MemberData(nameof(Contents))]
    public void What_a_person_wrote_on_the_phone_is_kept_the_same_way(string content, string expected) =>
        Assert.Equal($"{Account}/905551112233 message wamid.1 (905551112233) us to [|+905551112233|905551112233] {AtOne}: {expected}", ReadEcho(content));

    [Theory]
    [InlineData(""" "type": "reaction", "reaction": { "message_id": "wamid.0", "emoji": "👍" } """, "reaction wamid.0 # (US.1 +905551112233) reacted 👍 by US.1")]
    [InlineData(""" "type": "edit", "edit": { "original_message_id": "wamid.0", "message": { "type": "text", "text": { "body": "two" } } } """, "edited wamid.0 # (US.1 +905551112233) edited", ": two")]
    [InlineData(""" "type": "edit", "edit": { "original_message_id": "wamid.0", "message": { "type": "image", "image": { "id": "9", "caption": "two" } } } """, "edited wamid.0 # (US.1 +905551112233) edited", ": two")]
    [InlineData(""" "type": "revoke", "revoke": { "original_message_id": "wamid.0" } """, "deleted wamid.0 (US.1 +905551112233) Deleted")]
    public void What_is_about_another_message_reaches_that_one(string content, string expected, string after = "") =>
        Assert.Equal($"{Account}/905551112233 {expected} {AtOne}{after}", ReadMessage(content));

    [Theory]
    [InlineData(""" "type": "reaction", "reaction": { "message_id": "wamid.0", "emoji": "👍" } """, "reaction wamid.0 # (905551112233 +905551112233) reacted 👍 by 15550001111")]
    [InlineData(""" "type": "edit", "edit": { "original_message_id": "wamid.0", "message": { "type": "text", "text": { "body": "two" } } } """, "edited wamid.0 # (905551112233 +905551112233) edited", ": two")]
    [InlineData(""" "type": "revoke", "revoke": { "original_message_id": "wamid.0" } """, "deleted wamid.0 (905551112233 +905551112233) Deleted")]
    public void So_does_what_a_person_did_on_the_phone(string content, string expected, string after = "") =>
        Assert.Equal($"{Account}/905551112233 {expected} {AtOne}{after}", ReadEcho(content));

    [Theory]
    [InlineData(""" "type": "reaction", "reaction": {} """, "unroutable"), InlineData(""" "type": "revoke", "revoke": { "original_message_id": ".." } """, "unroutable")]
    [InlineData(""" "type": "edit", "edit": { "original_message_id": "wamid.0", "message": { "type": "text" } } """, "empty")]
    [InlineData(""" "type": "request_welcome" """, "welcome"), InlineData(""" "type": "text", "text": { "body": "hi" }, "group_id": "g" """, "group")]
    public void What_is_nothing_for_a_chat_is_counted_by_its_reason(string content, string reason) => Assert.Equal($"discarded: {reason}", ReadMessage(content));

    [Fact]
    public void The_same_reaction_given_again_is_another_one_and_delivered_again_the_same()
    {
        string Hash(string id, string emoji) => ToChat(Delivery($$"""
            "messages": [{ "from": "905551112233", "id": "{{id}}", "timestamp": "1767225601", "type": "reaction", "reaction": { "message_id": "wamid.0", "emoji": "{{emoji}}" } }]
            """)).ContentHash;
        Assert.Equal(4, new[] { Hash("wamid.1", "👍"), Hash("wamid.1", "👍"), Hash("wamid.2", "👍"), Hash("wamid.1", "👎"), Hash("wamid.3", "") }.Distinct().Count());
    }

    [Fact]
    public void What_Meta_tells_of_a_contact_is_a_notice() => Assert.Equal(
        $"{Account}/905551112233 message wamid.1 (905551112233) notice of [|+905551112233|905551112233] {AtOne}: User A changed from 905551112233 to 905551112244",
        Read(Delivery("""
            "messages": [{ "from": "905551112233", "id": "wamid.1", "timestamp": "1767225601", "type": "system",
              "system": { "body": "User A changed from 905551112233 to 905551112244", "type": "user_changed_number", "wa_id": "905551112244" } }]
            """)));

    [Theory]
    [InlineData(""" "from": "905551112233" """, """{ "wa_id": "905551112233", "profile": { "name": "Ayşe" } }""", "905551112233 905551112233 Ayşe|+905551112233|905551112233")]
    [InlineData(""" "from_user_id": "US.1" """, """{ "user_id": "US.1", "profile": { "username": "ayse" } }""", "US.1 US.1 ayse||US.1")]
    [InlineData(""" "from_user_id": "US.1" """, """{ "user_id": "US.1", "wa_id": "905551112233" }""", "905551112233 US.1 |+905551112233|US.1")]
    [InlineData(""" "from_user_id": "US.1" """, """{ "user_id": "US.2", "profile": { "name": "Bo" } }, { "user_id": "US.1", "profile": { "name": "Ayşe" } }""", "US.1 US.1 Ayşe||US.1")]
    [InlineData(""" "from_user_id": "US.1" """, """{ "user_id": "US.2", "wa_id": "905551112244", "profile": { "name": "Bo" } }""", "US.1 US.1 ||US.1")]
    [InlineData(""" "from": "905551112233" """, """{ "wa_id": "905551112244", "profile": { "name": "Bo" } }""", "905551112233 905551112233 |+905551112233|905551112233")]
    [InlineData(""" "from": "5511961234567" """, """{ "wa_id": "551161234567", "profile": { "name": "Zé" } }""", "5511961234567 5511961234567 Zé|+5511961234567|5511961234567")]
    [InlineData(""" "x": 1 """, """{ "user_id": "US.1", "wa_id": "905551112233", "profile": { "name": "Ayşe" } }""", "905551112233 US.1 Ayşe|+905551112233|US.1")]
    [InlineData(""" "from": "905551112233", "from_user_id": "US.1" """, "7", "905551112233 US.1 |+905551112233|US.1")]
    [InlineData(""" "from": "+905551112233" """, "7", "905551112233 905551112233 |+905551112233|905551112233")]
    public void A_contact_is_known_by_number_or_user_id_or_both(string from, string contacts, string expected)
    {
        var read = ToChat(Delivery($$"""
            "contacts": [{{contacts}}], "messages": [{ {{from}}, "id": "wamid.1", "timestamp": "1767225601", "type": "text", "text": { "body": "hi" } }]
            """));
        var contact = Assert.IsType<ChatInput.ContactWrote>(read.Input).Contact;
        Assert.Equal(expected, $"{read.ProviderChatId} {read.ContactAddress} {contact.Name}|{contact.Phone}|{contact.Address}");
    }

    [Fact]
    public void A_message_of_nobody_is_nobodys() =>
        Assert.Equal("discarded: no_contact", Read(Delivery(""" "messages": [{ "from": "x.y", "id": "wamid.1", "type": "text", "text": { "body": "hi" } }] """)));

    [Theory]
    [InlineData(""" "status": "sent", "recipient_id": "905551112233", "biz_opaque_callback_data": "0123456789abcdef0123456789abcdef" """,
        "905551112233 sent wamid.1 (905551112233 +905551112233) Sent at 01-01 00:00:01.000 of 0123456789abcdef0123456789abcdef")]
    [InlineData(""" "status": "delivered", "recipient_user_id": "US.1" """, "US.1 delivered wamid.1 (US.1) Delivered at 01-01 00:00:01.000")]
    [InlineData(""" "status": "played", "recipient_id": "905551112233", "recipient_user_id": "US.1" """, "905551112233 played wamid.1 (US.1 +905551112233) Played at 01-01 00:00:01.000")]
    [InlineData(""" "status": "failed", "recipient_id": "905551112233", "errors": [{ "code": 131026 }, { "code": 1 }] """,
        "905551112233 failed wamid.1 # (905551112233 +905551112233) Failed 131026 at 01-01 00:00:01.000")]
    [InlineData(""" "status": "failed", "recipient_id": "905551112233" """, "905551112233 failed wamid.1 # (905551112233 +905551112233) Failed unknown at 01-01 00:00:01.000")]
    public void A_status_marks_its_message(string content, string expected) => Assert.Equal($"{Account}/{expected}", ReadStatus(content));

    [Theory]
    [InlineData(""" "status": "deleted", "recipient_id": "905551112233" """, "unknown_status"), InlineData(""" "status": "warning", "recipient_id": "905551112233" """, "unknown_status")]
    [InlineData(""" "status": "read", "recipient_id": "abc", "recipient_type": "group" """, "group"), InlineData(""" "status": "read" """, "no_contact")]
    public void A_status_that_marks_nothing_is_counted_by_its_reason(string content, string reason) => Assert.Equal($"discarded: {reason}", ReadStatus(content));

    [Theory]
    [InlineData("\"1767225601\"", "01-01 00:00:01.000"), InlineData("1767225601", "01-01 00:00:01.000"), InlineData("\"\"", "receipt"), InlineData("null", "receipt"), InlineData("-1", "receipt")]
    [InlineData("\"1\"", "receipt"), InlineData("\"99999999999999999\"", "receipt"), InlineData("\"253402300799\"", "receipt"), InlineData("\"1791028800\"", "receipt")]
    public void A_time_that_cannot_be_is_the_time_of_receipt(string stated, string expected) => Assert.Equal(
        $"{Account}/905551112233 message wamid.1 (905551112233) contact [|+905551112233|905551112233] at {expected}: hi",
        Read(Delivery($$""" "messages": [{ "from": "905551112233", "id": "wamid.1", "timestamp": {{stated}}, "type": "text", "text": { "body": "hi" } }] """)));

    [Theory]
    [InlineData("calls", "call"), InlineData("history", "history"), InlineData("smb_app_state_sync", "history"), InlineData("template_category_update", "template_update"), InlineData("flows", "flow_update")]
    [InlineData("phone_number_quality_update", "account_update"), InlineData("security", "account_update"), InlineData("something_new", "unknown_field"), InlineData("", "unknown_field")]
    public void What_is_told_beside_the_chats_is_counted_by_its_field(string field, string reason) =>
        Assert.Equal($"discarded: {reason}", Read(Delivery(""" "messages": [{ "id": "wamid.1" }] """, field)));

    [Theory]
    [InlineData("""{ "object": "whatsapp_business_account" }""", "discarded: empty"), InlineData("""{ "object": "whatsapp_business_account", "entry": [] }""", "discarded: empty")]
    [InlineData("""{ "object": "whatsapp_business_account", "entry": [{ "changes": [{ "field": "messages", "value": { "errors": [{ "code": 131000 }] } }] }] }""", "discarded: empty")]
    [InlineData("""{ "object": "page", "entry": [{}] }""", "discarded: unknown_object"), InlineData("{}", "discarded: unknown_object")]
    [InlineData("", "malformed: not_json"), InlineData("{", "malformed: not_json"), InlineData("[]", "malformed: not_an_object"), InlineData("7", "malformed: not_an_object")]
    public void A_delivery_with_nothing_in_it_is_one_thing_all_the_same(string body, string expected) => Assert.Equal(expected, Read(body));

    [Fact]
    public void A_number_without_its_id_belongs_to_nobody() => Assert.Equal("discarded: unroutable", Read("""
        { "object": "whatsapp_business_account", "entry": [{ "changes": [{ "field": "messages", "value": { "messages": [{ "from": "905551112233", "id": "wamid.1", "type": "text", "text": { "body": "hi" } }] } }] }] }
        """));

    /// <summary>What lies in the inbox, maybe kept by the version before: none of it may ever change its meaning.</summary>
    [Theory]
    [InlineData("meta.message", """{"phone_number_id":"1","contact":{"wa_id":"905551112233","profile":{"name":"Ay\u015fe"}},"message":{"from":"905551112233","id":"wamid.1","timestamp":"1767225601","type":"text","text":{"body":"hi"}}}""",
        "1/905551112233 message wamid.1 (905551112233) contact [Ayşe|+905551112233|905551112233] at 01-01 00:00:01.000: hi")]
    [InlineData("meta.echo", """{"phone_number_id":"1","message":{"from":"15550001111","to":"905551112233","id":"wamid.1","timestamp":"1767225601","type":"text","text":{"body":"hi"}}}""",
        "1/905551112233 message wamid.1 (905551112233) us to [|+905551112233|905551112233] at 01-01 00:00:01.000: hi")]
    [InlineData("meta.status", """{"phone_number_id":"1","status":{"id":"wamid.1","status":"read","timestamp":"1767225601","recipient_id":"905551112233"}}""",
        "1/905551112233 read wamid.1 (905551112233 +905551112233) Read at 01-01 00:00:01.000")]
    public void A_kept_body_is_read_under_its_format(string format, string body, string expected) =>
        Assert.Equal(expected, MetaReader.Read(format, Encoding.UTF8.GetBytes(body), Recorded.ReceivedAt).Spoken());

    [Fact]
    public void What_is_kept_is_the_one_thing_as_it_came()
    {
        var received = MetaDelivery.Receive(Encoding.UTF8.GetBytes("""
            {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"contacts":[{"wa_id":"2"},{"wa_id":"3","profile":{"name":"Ay\u015fe"}}],
            "messages":[{"from":"3","id":"a","text": {"body":"\u00e9"},"type":"text"},{"from":"4","id":"b"}]}}]}]}
            """), Recorded.ReceivedAt);
        Assert.Equal(
            [
                """meta.message {"phone_number_id":"1","contact":{"wa_id":"3","profile":{"name":"Ay\u015fe"}},"message":{"from":"3","id":"a","text": {"body":"\u00e9"},"type":"text"}}""",
                """meta.message {"phone_number_id":"1","message":{"from":"4","id":"b"}}""",
            ],
            received.Select(one => $"{one.Format} {Encoding.UTF8.GetString(one.Body.Span)}"));
    }

    [Fact]
    public void A_format_that_is_not_known_is_not_read() =>
        Assert.Equal(new InboundEvent.Malformed("unknown_format"), MetaReader.Read("meta.other", "{}"u8.ToArray(), Recorded.ReceivedAt));
}
