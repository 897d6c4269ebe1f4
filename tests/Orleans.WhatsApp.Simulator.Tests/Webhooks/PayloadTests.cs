namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class PayloadTests
{
    [Fact]
    public async Task A_contact_who_writes_is_told_in_the_recorded_shape()
    {
        await using var stage = await Stage.Set();

        var written = stage.World.Contact("+905551234567", "Ayşe").Write("Merhaba");
        var told = Assert.Single(await stage.Told(1));

        Shape.MustBeLike(Shape.Recorded("constructed_wa_message_reaction"), told.Body, "$.reaction", "$.subject");
        Shape.MustBeLike(Shape.Recorded("wa_message_received_lid_with_specifics"), told.Body, "$.account_info.user_id");
        Assert.Equal((written.Id, written.ChatId, "Merhaba", false),
            ((string?)told.Body["message_id"], (string?)told.Body["chat_id"], told.Message, (bool)told.Body["is_sender"]!));
        Assert.Equal("+905551234567", (string?)told.Body["sender"]!["attendee_specifics"]!["phone_number"]);
        Assert.EndsWith("@lid", (string?)told.Body["sender"]!["attendee_provider_id"]);
    }

    [Fact]
    public async Task A_contact_can_be_shown_by_number()
    {
        await using var stage = await Stage.Set(options => options with { ContactsShownAs = ContactAddress.Phone });

        stage.World.Contact("+905551234567", "Ayşe").Write("Merhaba");
        var told = Assert.Single(await stage.Told(1));

        Shape.MustBeLike(Shape.Recorded("wa_message_received_inbound_phone_jid"), told.Body, "$.account_info.user_id");
        Assert.Equal("905551234567@s.whatsapp.net", (string?)told.Body["provider_chat_id"]);
    }

    [Fact]
    public async Task A_contact_can_be_shown_by_privacy_id_alone()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567", "Ayşe");
        ayse.ShownAs = ContactAddress.LidOnly;

        ayse.Write("Merhaba");
        var told = Assert.Single(await stage.Told(1));

        Assert.DoesNotContain("905551234567", told.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("hidden", (string?)told.Body["sender"]!["attendee_specifics"]!["phone_number"]);
    }

    [Fact]
    public async Task A_file_without_a_caption_has_a_null_message()
    {
        await using var stage = await Stage.Set();

        stage.World.Contact("+905551234567", "Ayşe").Send(SimulatedAttachment.Image(new byte[] { 1 }));
        var told = Assert.Single(await stage.Told(1));

        Assert.Null(told.Body["message"]);
        Assert.Equal(("img", "image/jpeg"), ((string?)told.Body["attachments"]![0]!["attachment_type"], (string?)told.Body["attachments"]![0]!["mimetype"]));
    }

    [Fact]
    public async Task The_business_phone_speaks_for_the_account_under_a_new_id()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567", "Ayşe");

        var typed = stage.World.Phone(stage.Account).Write(ayse, "Buyurun");
        var told = Assert.Single(await stage.Told(1));

        Assert.True((bool)told.Body["is_sender"]!);
        Assert.Equal(typed.Id, (string?)told.Body["message_id"]);
        Assert.Equal(ayse.PhoneNumber, (string?)told.Body["attendees"]![0]!["attendee_specifics"]!["phone_number"]);
        Assert.Equal(MessageOrigin.Phone, Assert.Single(ayse.Received).Origin);
    }

    [Fact]
    public async Task Edits_reactions_and_deletions_repeat_the_messages_id()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567", "Ayşe");

        var written = ayse.Write("helo");
        ayse.Edit(written, "hello");
        ayse.React(written.Id, "👍");
        ayse.Delete(written);
        var told = await stage.Told(4);

        Assert.Equal(["message_received", "message_edited", "message_reaction", "message_deleted"], told.Select(one => one.Event));
        Assert.All(told, one => Assert.Equal(written.Id, (string?)one.Body["message_id"]));
        Assert.Equal("hello", told[1].Message);
        Shape.MustBeLike(Shape.Recorded("constructed_wa_message_reaction"), told[2].Body);
        Shape.MustBeLike(Shape.Recorded("wa_message_deleted_individual_empty_text"), told[3].Body);
        Assert.Equal("", told[3].Message);
    }

    [Fact]
    public async Task Groups_and_missed_calls_are_marked_as_such()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567", "Ayşe");

        ayse.WriteInGroup("Aile", "selam");
        await stage.Told(1);
        ayse.MissCall();
        var told = await stage.Told(2);

        Assert.True((bool)told[0].Body["is_group"]!);
        Assert.EndsWith("@g.us", (string?)told[0].Body["provider_chat_id"]);
        Assert.Equal(1, (int)told[1].Body["is_event"]!);
    }
}
