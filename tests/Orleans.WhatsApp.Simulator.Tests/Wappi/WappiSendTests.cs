using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Wappi;

public sealed class WappiSendTests
{
    [Fact]
    public async Task A_text_reaches_the_contact_and_comes_back_as_an_echo_with_its_task()
    {
        await using var stage = await WappiStage.Set();

        var sent = await stage.SendText("Selam");
        var told = await stage.Told(2);

        Assert.Equal((200, "done"), WappiStage.Outcome(sent));
        Shape.MustBeLike(Shape.Recorded("rest_message_send_response"), sent.Body);
        Assert.Equal("Selam", Assert.Single(stage.Ayse.Received).Text);
        Assert.Equal(["outgoing_message_api", "delivery_status"], told.Select(one => (string?)one["wh_type"]));
        Assert.All(told, one => Assert.Equal((WappiStage.Id(sent), (string?)sent.Body["task_id"]), ((string?)one["id"], (string?)one["task_id"])));
        Assert.Equal((true, "api"), ((bool)told[0]["is_me"]!, (string?)told[0]["from_where"]));
    }

    [Fact]
    public async Task A_file_arrives_with_its_caption_and_its_bytes()
    {
        await using var stage = await WappiStage.Set();

        var sent = await stage.Post("/api/sync/message/document/send", new JsonObject
        {
            ["recipient"] = "905551234567",
            ["b64_file"] = Convert.ToBase64String([1, 2, 3]),
            ["caption"] = "Teklif",
            ["file_name"] = "teklif.pdf",
        });
        var voice = await stage.Post("/api/sync/message/audio/send", new JsonObject { ["recipient"] = "905551234567", ["b64_file"] = "AQI=" });
        var prefixed = await stage.Post("/api/sync/message/img/send",
            new JsonObject { ["recipient"] = "905551234567", ["b64_file"] = "data:image/png;base64,AQI=" });

        Assert.Equal((200, 200, 400), (sent.Status, voice.Status, prefixed.Status));
        var files = stage.Ayse.Received.Select(message => Assert.Single(message.Files)).ToList();
        Assert.Equal(("Teklif", "application/pdf", "teklif.pdf"), (stage.Ayse.Received[0].Text, files[0].MimeType, files[0].FileName));
        Assert.Equal([1, 2, 3], files[0].Content.ToArray());
        Assert.True(files[1].VoiceNote);
    }

    [Fact]
    public async Task A_reply_quotes_and_a_reaction_stands_beside_the_message()
    {
        await using var stage = await WappiStage.Set();
        var written = stage.Ayse.Write("Merhaba");

        await stage.Post("/api/sync/message/reply", new JsonObject { ["body"] = "Selam", ["message_id"] = written.Id });
        await stage.Post("/api/sync/message/reaction", new JsonObject { ["body"] = "👍", ["message_id"] = written.Id });
        var unknown = await stage.Post("/api/sync/message/reply", new JsonObject { ["body"] = "Selam", ["message_id"] = "3EB0NONE" });

        var chat = stage.Ayse.Chat(stage.Profile);
        Assert.Equal(written.Id, chat.Messages[1].Quoted!.Id);
        Assert.Equal("👍", chat.Messages[0].BusinessReaction);
        Assert.Equal(404, unknown.Status);
    }

    [Fact]
    public async Task Marks_and_typing_are_remembered()
    {
        await using var stage = await WappiStage.Set();
        var written = stage.Ayse.Write("Merhaba");

        await stage.Post("/api/sync/message/mark/read", new JsonObject { ["message_id"] = written.Id });
        await stage.Post("/api/sync/chat/typing/start", new JsonObject { ["recipient"] = "905551234567" });
        await stage.Post("/api/sync/chat/typing/stop", new JsonObject { ["recipient"] = "905551234567" });

        Assert.Equal(written.Id, Assert.Single(stage.World.Wappi.ReadMarks).MessageId);
        Assert.True(stage.Ayse.Chat(stage.Profile).Messages[0].Seen);
        Assert.Equal([true, false], stage.World.Wappi.Typings.Select(typing => typing.On));
    }

    [Fact]
    public async Task A_number_without_WhatsApp_is_told_by_the_check_and_refused()
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.HasNoWhatsApp("+905550000000");

        var (_, here) = await stage.Get("/api/sync/contact/check", "&phone=905551234567");
        var (_, absent) = await stage.Get("/api/sync/contact/check", "&phone=905550000000");
        var refused = await stage.SendText("hi", "905550000000");

        Assert.Equal((true, false), ((bool)here["on_whatsapp"]!, (bool)absent["on_whatsapp"]!));
        Assert.Equal((400, "error"), WappiStage.Outcome(refused));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer sim-wappi-token")]
    [InlineData("another")]
    public async Task The_raw_token_is_wanted_and_no_other(string? authorization)
    {
        await using var stage = await WappiStage.Set();
        stage.Http.DefaultRequestHeaders.Remove("Authorization");
        if (authorization is not null) stage.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var answer = await stage.SendText("hi");

        Assert.Equal((401, "error"), WappiStage.Outcome(answer));
        Shape.MustBeLike(Shape.Recorded("constructed_error_401"), answer.Body);
    }

    [Fact]
    public async Task A_profile_must_be_named_and_known()
    {
        await using var stage = await WappiStage.Set();

        using var none = await stage.Http.GetAsync(new Uri("/api/sync/get/status", UriKind.Relative));
        using var unknown = await stage.Http.GetAsync(new Uri("/api/sync/get/status?profile_id=00000000-0000", UriKind.Relative));

        Assert.Equal((400, 404), ((int)none.StatusCode, (int)unknown.StatusCode));
    }

    [Theory]
    [InlineData(200, "error")]
    [InlineData(402, "error")]
    [InlineData(429, "error")]
    [InlineData(503, "error")]
    public async Task A_refusal_can_be_ordered_even_one_that_only_the_body_shows(int http, string status)
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.Faults.Next(1, new ProviderFault.Refuse(http, "ordered"));

        var refused = await stage.SendText("one");
        var sent = await stage.SendText("two");

        Assert.Equal((http, status), WappiStage.Outcome(refused));
        Assert.Equal("ordered", (string?)refused.Body["detail"]);
        Assert.Equal((200, "done"), WappiStage.Outcome(sent));
        Assert.Equal(["two"], stage.Ayse.Received.Select(message => message.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_can_break_before_or_after_the_message_went_through(bool after)
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.Faults.Next(1, after ? new ProviderFault.DropAfterAccepting() : new ProviderFault.DropBeforeAccepting());

        await Assert.ThrowsAsync<HttpRequestException>(() => stage.SendText("hi"));
        await stage.World.WaitUntilIdle();

        Assert.Equal(after ? 1 : 0, stage.Ayse.Received.Count);
        Assert.Equal(after ? ["outgoing_message_api", "delivery_status"] : [], stage.Events.Select(one => (string?)one["wh_type"]));
    }

    [Fact]
    public async Task A_message_can_be_accepted_without_an_id()
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.Faults.Next(1, new ProviderFault.AcceptWithoutMessageId());

        var sent = await stage.SendText("hi");

        Assert.Equal((200, "done"), WappiStage.Outcome(sent));
        Assert.Null(WappiStage.Id(sent));
    }
}
