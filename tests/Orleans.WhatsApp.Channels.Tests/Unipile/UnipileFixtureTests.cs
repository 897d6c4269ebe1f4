using Orleans.WhatsApp.Channels.Unipile;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileFixtureTests
{
    public static readonly TheoryData<string, string> Webhooks = new()
    {
        { "account_status_creation_success_live", "discarded: not_whatsapp" },
        { "account_status_credentials_instagram", "discarded: not_whatsapp" },
        { "account_status_error", "acc1 is Error (ERROR)" },
        { "account_status_ok", "acc1 is Ok (OK)" },
        { "account_status_stopped", "acc1 is Stopped (STOPPED)" },
        { "constructed_account_status_creation_fail", "acc1 is Error (CREATION_FAIL)" },
        { "constructed_account_status_reconnected", "acc1 is Ok (RECONNECTED)" },
        { "constructed_error_401_disconnected_account", "discarded: unknown_event" },
        { "constructed_error_415", "discarded: unknown_event" },
        { "constructed_error_422_invalid_recipient", "discarded: unknown_event" },
        { "constructed_error_429", "discarded: unknown_event" },
        { "constructed_error_503_no_client_session", "discarded: unknown_event" },
        { "constructed_rest_checkpoint_qrcode", "discarded: unknown_event" },
        { "constructed_rest_message_sent", "discarded: unknown_event" },
        { "constructed_rest_message_wa_voice", "discarded: unknown_event" },
        { "constructed_wa_message_reaction", "accWAaaaaaaaaaaaaaaaaa/chatWAaaaaaaaaaaaaaaaa reaction msgWAbbbbbbbbbbbbbbbbb # (140000000000001@lid) reacted 👍 by 140000000000001@lid at 05-18 19:44:12.000" },
        { "hosted_auth_notify_creation_success", "discarded: unknown_event" },
        { "mail_received_min", "discarded: unknown_event" },
        { "new_relation_min", "discarded: unknown_event" },
        { "rest_chat_wa_group", "discarded: unknown_event" },
        { "rest_chat_wa_lid", "discarded: unknown_event" },
        { "rest_message_list_li_live", "discarded: unknown_event" },
        { "rest_message_wa_outbound", "discarded: unknown_event" },
        { "wa_message_deleted_individual_empty_text", "account-1/chat-individual deleted msg-individual-1 (919800000002) Deleted at 06-19 02:44:14.000" },
        { "wa_message_delivered_min", "discarded: unroutable" },
        { "wa_message_received_attachment_no_text", "acc_wa_1/chat_1 message msg_1 (14155552671@s.whatsapp.net) contact [Jane Lead|+14155552671|14155552671@s.whatsapp.net] at 09-30 09:59:58.000:  <att_1 img image/jpeg photo.jpg 0>" },
        { "wa_message_received_echo_is_sender", "acc_wa_1/chat_1 message msg_1 (14155552671@s.whatsapp.net) us to [Jane Lead|+14155552671|14155552671@s.whatsapp.net] at 09-30 09:59:58.000: Yes — sending the deck now" },
        { "wa_message_received_inbound_min", "account-1/chat-1 message message-1 (customer) contact [Maria||customer] at 09-11 20:00:00.000: Hello" },
        { "wa_message_received_inbound_phone_jid", "acc_wa_1/chat_1 message msg_1 (14155552671@s.whatsapp.net) contact [Jane Lead|+14155552671|14155552671@s.whatsapp.net] at 09-30 09:59:58.000: Hi, is this about the demo?" },
        { "wa_message_received_lid_echo_public_identifier", "acc/chat-lid message m-echo (123456789012345@lid) us to [|+919876543210|123456789012345@lid] at 09-30 10:00:00.000: sent from phone" },
        { "wa_message_received_lid_with_specifics", "acc/chat-lid message m-lid (123456789012345@lid) contact [Lead|+919876543210|123456789012345@lid] at 09-30 10:00:00.000: hi" },
        { "wa_message_received_null_message", "discarded: empty" },
    };

    public static readonly TheoryData<string, string> Rows = new()
    {
        { "constructed_rest_message_wa_voice", "acc/chat message m1 (140000000000001@lid) contact [||140000000000001@lid] at 01-02 03:04:05.000:  <at1 audio audio/ogg; codecs=opus  2048 voice>" },
        { "rest_message_wa_outbound", "acc/chat message msg_9 () us to [||] at 09-29 18:04:11.000: Sent from my phone" },
        { "rest_chat_wa_group", "discarded: empty" },
        { "rest_message_list_li_live", "discarded: unroutable" },
    };

    [Theory, MemberData(nameof(Webhooks))]
    public void A_recorded_webhook_reads_as_its_event(string fixture, string expected) =>
        Assert.Equal(expected, UnipileReader.Read(UnipileReader.WebhookFormat, Fixture.Bytes(fixture), Fixture.ReceivedAt).Spoken());

    [Theory, MemberData(nameof(Rows))]
    public void A_recorded_rest_row_reads_as_its_event(string fixture, string expected) =>
        Assert.Equal(expected, Fixture.ReadRow(Fixture.Text(fixture)).Spoken());

    [Fact]
    public void Every_recorded_body_is_in_the_table() =>
        Assert.Equal(Fixture.Names, Webhooks.Select(row => (string)row[0]).Order(StringComparer.Ordinal));
}
