using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiFixtureTests
{
    public static readonly TheoryData<string, string> Webhooks = new()
    {
        { "constructed_authorization_status_offline", "971cdfd1-0000 is NeedsReconnect (offline)" },
        // Without a chat: the poll brings what they say.
        { "constructed_delivery_status_delivered", "discarded: unroutable" },
        { "constructed_delivery_status_pending", "discarded: unroutable" },
        { "constructed_delivery_status_sent", "discarded: unroutable" },
        { "constructed_delivery_status_temporary_ban", "971cdfd1-0000 is Stopped (temporary ban)" },
        { "constructed_error_401", "discarded: unknown_event" },
        { "constructed_outgoing_message_phone", "971cdfd1-0000/79000000001 message AC0000000000000000000000000001 (79000000001 +79000000001) us to [|+79000000001|79000000001] at 01-02 07:01:00.000: Отвечаю с телефона" },
        { "constructed_rest_get_status", "discarded: unknown_event" },
        { "constructed_rest_qr_already_authorized", "discarded: unknown_event" },
        { "constructed_rest_qr_get", "discarded: unknown_event" },
        { "icb_delivery_status", "discarded: unroutable" },
        { "icb_group_reaction", "discarded: group" },
        { "icb_incoming_dialog", "00000000-0000/996555000101 message AC93B92A1A00E53B3B8DCA319090F90A (996555000101 +996555000101) contact [Test|+996555000101|996555000101] at 06-23 17:17:58.000: Добрый день" },
        { "icb_own_echo", "00000000-0000/996555000101 message ECHO0000000000000000000000000001 (996555000101 +996555000101) us to [|+996555000101|996555000101] at receipt: Здравствуйте! Меня зовут Медина" },
        { "rest_message_send_response", "discarded: unknown_event" },
        { "rest_messages_get_response", "discarded: unknown_event" },
    };

    [Theory, MemberData(nameof(Webhooks))]
    public void A_recorded_body_reads_as_what_it_tells(string fixture, string expected) => Assert.Equal(expected, WappiFixture.Received(WappiFixture.Text(fixture)));

    [Fact]
    public void Every_recorded_body_is_in_the_table() =>
        Assert.Equal(WappiFixture.Names, Webhooks.Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_recorded_row_reads_as_a_message_and_how_far_it_has_come() => Assert.Equal(
        "00000000-0000/79115576367 message 3EB0B62774646FC3959E87 (79115576367 +79115576367) us to [|+79115576367|79115576367] at 07-12 10:36:55.000: Test message from wappi.pro"
            + " + 00000000-0000/79115576367 delivered 3EB0B62774646FC3959E87 (79115576367 +79115576367) Delivered at receipt",
        WappiFixture.Listed(WappiFixture.Json("rest_messages_get_response")["messages"]![0]!, chat: "79115576367"));

    /// <summary>Wappi was seen to write one element instead of a list, and relays to pass it on bare.</summary>
    [Theory, MemberData(nameof(Webhooks))]
    public void A_single_element_reads_the_same_in_every_wrapping(string fixture, string expected)
    {
        if (WappiFixture.Json(fixture)["messages"] is not JsonArray) return;
        var element = WappiFixture.Element(fixture);
        Assert.Equal(expected, WappiFixture.Received(new JsonObject { ["messages"] = element.DeepClone() }));
        Assert.Equal(expected, WappiFixture.Received(element));
        Assert.Equal(expected, WappiFixture.Received(new JsonArray(element.DeepClone())));
    }
}
