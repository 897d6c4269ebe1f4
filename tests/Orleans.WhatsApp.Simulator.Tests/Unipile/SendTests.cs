using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class SendTests
{
    [Fact]
    public async Task A_sent_message_reaches_the_phone_and_comes_back_as_an_echo_with_the_same_id()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567", "Ayşe");

        var (status, body) = await stage.Send(ayse, "Merhaba 👋");
        var echo = Assert.Single(await stage.Told(1));

        Assert.Equal(201, status);
        Shape.MustBeLike(Shape.Recorded("constructed_rest_message_sent"), body);
        var received = Assert.Single(ayse.Received);
        Assert.Equal(("Merhaba 👋", MessageOrigin.Api), (received.Text, received.Origin));
        Assert.Equal(received.MessageId, (string?)body["message_id"]);
        Assert.Equal(received.MessageId, (string?)echo.Body["message_id"]);
        Assert.True((bool)echo.Body["is_sender"]!);
    }

    [Fact]
    public async Task The_echo_can_beat_the_answer()
    {
        await using var stage = await Stage.Set();
        stage.World.Unipile.Echo = EchoTiming.BeforeResponse;

        await stage.Send(stage.World.Contact("+905551234567"), "hi");

        Assert.Single(stage.Receiver.Messages); // no waiting: it was told before the answer came
    }

    [Fact]
    public async Task The_echo_can_be_left_out()
    {
        await using var stage = await Stage.Set();
        stage.World.Unipile.Echo = EchoTiming.Never;

        await stage.Send(stage.World.Contact("+905551234567"), "hi");
        await stage.World.WaitUntilIdle();

        Assert.Empty(stage.Receiver.Messages);
    }

    [Fact]
    public async Task Delivery_and_reading_are_reported_after_the_echo_in_this_order()
    {
        await using var stage = await Stage.Set();
        stage.World.Unipile.ReportsDelivered = true;
        stage.World.Unipile.ReportsRead = true;

        var (_, body) = await stage.Send(stage.World.Contact("+905551234567"), "hi");
        var told = await stage.Told(3);

        Assert.Equal(["message_received", "message_delivered", "message_read"], told.Select(one => one.Event));
        Assert.All(told, one => Assert.Equal((string?)body["message_id"], (string?)one.Body["message_id"]));
    }

    [Fact]
    public async Task A_chat_of_another_account_is_refused()
    {
        await using var stage = await Stage.Set();
        var other = stage.World.AddAccount();
        var ayse = stage.World.Contact("+905551234567");

        var (status, body) = await stage.PostForm($"/api/v1/chats/{ayse.Chat(stage.Account).Id}/messages", ("text", "hi"), ("account_id", other.Id));

        Assert.Equal((403, "errors/account_mismatch"), (status, (string?)body["type"]));
        Assert.Empty(ayse.Received);
    }

    [Fact]
    public async Task What_is_incomplete_or_unknown_is_refused_and_reaches_nobody()
    {
        await using var stage = await Stage.Set();
        var chat = stage.World.Contact("+905551234567").Chat(stage.Account);

        var (unknown, _) = await stage.PostForm("/api/v1/chats/nowhere/messages", ("text", "hi"));
        var (empty, _) = await stage.PostForm($"/api/v1/chats/{chat.Id}/messages", ("account_id", stage.Account.Id));
        var (noForm, _) = await stage.Post($"/api/v1/chats/{chat.Id}/messages", new JsonObject { ["text"] = "hi" });

        Assert.Equal((404, 400, 400), (unknown, empty, noForm));
        Assert.Empty(chat.Messages);
    }

    [Fact]
    public async Task A_disconnected_account_sends_nothing()
    {
        await using var stage = await Stage.Set();
        stage.Account.Become(AccountStatus.Credentials);

        var (status, body) = await stage.Send(stage.World.Contact("+905551234567"), "hi");

        Assert.Equal(401, status);
        Shape.MustBeLike(Shape.Recorded("constructed_error_401_disconnected_account"), body);
        Assert.Equal("errors/disconnected_account", (string?)body["type"]);
    }

    [Fact]
    public async Task A_chat_can_be_opened_by_number_and_an_existing_one_is_used_again()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        var written = ayse.Write("first");

        var (status, body) = await stage.PostForm(
            "/api/v1/chats", ("account_id", stage.Account.Id), ("attendees_ids", "905551234567@s.whatsapp.net"), ("text", "hello"));
        var (invalid, problem) = await stage.PostForm(
            "/api/v1/chats", ("account_id", stage.Account.Id), ("attendees_ids", "nobody"), ("text", "hello"));

        Assert.Equal((201, "ChatStarted", written.ChatId), (status, (string?)body["object"], (string?)body["chat_id"]));
        Assert.Equal("hello", Assert.Single(ayse.Received).Text);
        Assert.Equal((422, "errors/invalid_recipient"), (invalid, (string?)problem["type"]));
    }

    [Fact]
    public async Task A_message_that_opens_a_chat_comes_back_as_an_echo_of_that_chat()
    {
        await using var stage = await Stage.Set();

        var (_, body) = await stage.PostForm(
            "/api/v1/chats", ("account_id", stage.Account.Id), ("attendees_ids", "905551234567@s.whatsapp.net"), ("text", "hello"));
        var echo = Assert.Single(await stage.Told(1));

        Assert.Equal(((string?)body["chat_id"], (string?)body["message_id"]), ((string?)echo.Body["chat_id"], (string?)echo.Body["message_id"]));
        Assert.True((bool)echo.Body["is_sender"]!);
    }

    [Fact]
    public async Task A_file_can_be_sent_and_read_back()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");

        var (_, body) = await stage.SendFile(ayse.Chat(stage.Account).Id, "photo.jpg", "image/jpeg", [1, 2, 3]);
        var messageId = (string)body["message_id"]!;
        var (_, message) = await stage.Get($"/api/v1/messages/{messageId}");
        var attachment = message["attachments"]![0]!;
        var bytes = await stage.Http.GetByteArrayAsync(new Uri($"/api/v1/messages/{messageId}/attachments/{attachment["id"]}", UriKind.Relative));

        Assert.Equal("img", (string?)attachment["type"]);
        Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(1, Assert.Single(ayse.Received).Attachments);
    }
}
