using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Wappi;

public sealed class WappiWebhookTests
{
    [Fact]
    public async Task A_contact_who_writes_is_told_in_the_recorded_shape()
    {
        await using var stage = await WappiStage.Set();

        var written = stage.Ayse.Write("Günaydın");
        await stage.Told(1);

        var told = Assert.Single(stage.Receiver.All);
        Shape.MustBeLike(Shape.Recorded("icb_incoming_dialog"), told.Body);
        var element = stage.Events[0];
        Assert.Equal((written.Id, "Günaydın", "905551234567@c.us", "79000000099@c.us", false),
            ((string?)element["id"], (string?)element["body"], (string?)element["chatId"], (string?)element["to"], (bool)element["is_me"]!));
        Assert.Equal(stage.Ayse.Lid, (string?)element["whatsapp_chat_id"]);
        Assert.Equal((WappiStage.Secret, "WappiWH"), (told.Headers["Authorization"], told.UserAgent));
    }

    [Fact]
    public async Task What_is_typed_on_the_phone_is_told_as_such()
    {
        await using var stage = await WappiStage.Set();

        stage.World.Phone(stage.Profile).Write(stage.Ayse, "Buyurun");
        await stage.Told(1);

        Shape.MustBeLike(Shape.Recorded("constructed_outgoing_message_phone"), stage.Receiver.All[0].Body);
        Assert.Equal(("outgoing_message_phone", "phone", true),
            ((string?)stage.Events[0]["wh_type"], (string?)stage.Events[0]["from_where"], (bool)stage.Events[0]["is_me"]!));
    }

    [Fact]
    public async Task A_status_is_one_object_or_an_array_of_one()
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.Statuses = ["pending", "sent"];
        var sent = await stage.SendText("hi");
        await stage.Told(3);
        stage.World.Wappi.StatusAsObject = false;
        await stage.World.Wappi.Tell(WappiStage.Id(sent)!, "temporary ban");

        var bodies = stage.Receiver.All.Where(told => told.Raw.Contains("delivery_status", StringComparison.Ordinal)).ToList();
        Assert.Equal(["Object", "Object", "Array"], bodies.Select(told => told.Body["messages"]!.GetValueKind().ToString()));
        Assert.Equal(["pending", "sent", "temporary ban"], stage.Events.Skip(1).Select(one => (string?)one["status"]));
        Shape.MustBeLike(Shape.Recorded("constructed_delivery_status_temporary_ban"), bodies[2].Body);
    }

    [Fact]
    public async Task Own_sends_can_come_as_incoming_messages_of_ours()
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.EchoesAsIncoming = true;
        stage.World.Wappi.Statuses = [];

        await stage.SendText("hi");
        await stage.Told(1);

        Shape.MustBeLike(Shape.Recorded("icb_own_echo"), stage.Receiver.All[0].Body);
        Assert.Equal(("incoming_message", true), ((string?)stage.Events[0]["wh_type"], (bool)stage.Events[0]["is_me"]!));
    }

    [Fact]
    public async Task A_voice_message_carries_its_bytes_and_a_link_to_them()
    {
        await using var stage = await WappiStage.Set();
        stage.Ayse.Send(SimulatedAttachment.Voice(new byte[] { 1, 2, 3 }));
        var told = (await stage.Told(1))[0];

        Assert.Equal(("ptt", "AQID", "audio/ogg; codecs=opus"), ((string?)told["type"], (string?)told["body"], (string?)told["mimetype"]));
        using var plain = new HttpClient();
        Assert.Equal([1, 2, 3], await plain.GetByteArrayAsync(new Uri((string)told["file_link"]!)));
    }

    [Fact]
    public async Task Reactions_edits_deletions_places_and_cards_have_their_words()
    {
        await using var stage = await WappiStage.Set();
        var written = stage.Ayse.Write("helo");
        stage.Ayse.React(written.Id, "👍");
        stage.Ayse.Edit(written, "hello");
        stage.Ayse.Delete(written);
        stage.Ayse.Send(new MessageContent.Location(41, 29));
        stage.Ayse.Send(new MessageContent.ContactCard("Veli", "+905557654321"));
        var told = await stage.Told(6);

        Assert.Equal(["chat", "reaction", "chat", "chat", "location", "vcard"], told.Select(one => (string?)one["type"]));
        Assert.Equal(("👍", written.Id), ((string?)told[1]["body"], (string?)told[1]["stanza_id"]));
        Assert.Equal((written.Id, "hello", true), ((string?)told[2]["id"], (string?)told[2]["body"], (bool)told[2]["is_edited"]!));
        Assert.True((bool)told[3]["is_deleted"]!);
        Assert.StartsWith("BEGIN:VCARD", (string?)told[5]["body"]);
    }

    [Fact]
    public async Task A_group_is_marked_as_one()
    {
        await using var stage = await WappiStage.Set();
        var written = stage.Ayse.WriteInGroup("Aile", "selam");
        stage.Ayse.React(written.Id, "👍");
        var told = await stage.Told(2);

        Assert.Equal("group", (string?)told[0]["chat_type"]);
        Assert.EndsWith("@g.us", (string?)told[0]["chatId"]);
        Shape.MustBeLike(Shape.Recorded("icb_group_reaction"), stage.Receiver.All[1].Body);
    }

    [Fact]
    public async Task The_address_its_header_and_its_types_are_set_by_calls()
    {
        await using var stage = await WappiStage.Set();
        await using var other = await Receiver.Start();

        await stage.Post("/api/webhook/url/set", new JsonObject(),
            $"&url={Uri.EscapeDataString(other.UrlOf("wappi").ToString())}&auth=another");
        var types = await stage.Post("/api/webhook/types/set", new JsonArray("incoming_message"));
        var unknown = await stage.Post("/api/webhook/types/set", new JsonArray("smoke_signal"));
        stage.Ayse.Write("in");
        await stage.SendText("out");
        await stage.World.WaitUntilIdle();

        Assert.Equal((200, 400), (types.Status, unknown.Status));
        var told = Assert.Single(other.All);
        Assert.Equal("another", told.Headers["Authorization"]);
        Assert.Contains("incoming_message", told.Raw, StringComparison.Ordinal);
        Assert.Empty(stage.Receiver.All);
        var (_, status) = await stage.Get("/api/sync/get/status");
        Assert.Equal(["incoming_message"], status["webhook_types"]!.AsArray().Select(type => (string?)type));
    }
}
