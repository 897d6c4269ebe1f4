using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Meta;

public sealed class MetaSendTests
{
    [Fact]
    public async Task A_text_reaches_the_contact_and_its_statuses_give_back_the_callback_data()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");

        var sent = await stage.SendText("Selam", callbackData: "outbound-1");
        var statuses = await stage.WaitForStatuses(2);

        Assert.Equal(200, sent.Status);
        Shape.MustBeLike(Shape.Recorded("api_resp_send_ok"), sent.Body);
        Assert.Equal("Selam", Assert.Single(stage.Ayse.Received).Text);
        Assert.Equal(["sent", "delivered"], statuses.Select(status => (string?)status["status"]));
        Assert.All(statuses, status => Assert.Equal((MetaStage.Id(sent), "outbound-1"), ((string?)status["id"], (string?)status["biz_opaque_callback_data"])));
        Shape.MustBeLike(Shape.Recorded("pywa_message_status__with_tracker"), stage.Receiver.All[^2].Body, "$.entry[0].changes[0].value.contacts");
    }

    [Fact]
    public async Task Statuses_come_in_the_scripted_order_and_number()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        stage.World.Meta.Statuses = [MetaStatus.Read, MetaStatus.Delivered, MetaStatus.Delivered];
        stage.World.Meta.StatusPlan = message => message.Text is "voice" ? [MetaStatus.Played] : null;

        await stage.SendText("text");
        await stage.WaitForStatuses(3);
        var other = await stage.SendText("voice");
        await stage.WaitForStatuses(4);
        await stage.World.Meta.Tell(MetaStage.Id(other)!, MetaStatus.Read);

        Assert.Equal(["read", "delivered", "delivered", "played", "read"], stage.Statuses.Select(status => (string?)status["status"]));
    }

    [Fact]
    public async Task Statuses_can_come_before_the_answer_or_never()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        await stage.World.WaitUntilIdle();
        stage.World.Meta.StatusTiming = EchoTiming.BeforeResponse;

        await stage.SendText("one");
        Assert.Equal(2, stage.Statuses.Count);
        stage.World.Meta.StatusTiming = EchoTiming.Never;
        await stage.SendText("two");
        await stage.World.WaitUntilIdle();

        Assert.Equal(2, stage.Statuses.Count);
    }

    [Fact]
    public async Task A_person_known_by_id_alone_can_be_written_to()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.ShownAs = ContactAddress.LidOnly;
        stage.Ayse.Write("Merhaba");

        var sent = await stage.Post($"/v23.0/{MetaStage.NumberId}/messages", new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["recipient"] = stage.Ayse.UserId,
            ["type"] = "text",
            ["text"] = new JsonObject { ["body"] = "Selam" },
        });
        var status = (await stage.WaitForStatuses(1))[0];

        Assert.Equal("Selam", Assert.Single(stage.Ayse.Received).Text);
        Assert.Equal(stage.Ayse.UserId, (string?)sent.Body["contacts"]![0]!["user_id"]);
        Assert.Equal((stage.Ayse.UserId, false), ((string?)status["recipient_user_id"], status.ContainsKey("recipient_id")));
        Assert.DoesNotContain("905551234567", string.Concat(stage.Receiver.All.Select(told => told.Raw)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_as_read_is_remembered_with_its_typing_indicator()
    {
        await using var stage = await MetaStage.Set();
        var written = stage.Ayse.Write("Merhaba");

        var marked = await stage.Post($"/v23.0/{MetaStage.NumberId}/messages", new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["status"] = "read",
            ["message_id"] = written.Id,
            ["typing_indicator"] = new JsonObject { ["type"] = "text" },
        });

        Assert.Equal((200, true), (marked.Status, (bool)marked.Body["success"]!));
        Assert.Equal((written.Id, true), Assert.Single(stage.World.Meta.ReadMarks) is var mark ? (mark.MessageId, mark.Typing) : default);
        var unknown = await stage.Post($"/v23.0/{MetaStage.NumberId}/messages",
            new JsonObject { ["messaging_product"] = "whatsapp", ["status"] = "read", ["message_id"] = "wamid.none" });
        Assert.Equal((400, 100), (unknown.Status, MetaStage.Code(unknown)));
    }

    [Fact]
    public async Task A_reaction_stands_beside_the_contacts_message()
    {
        await using var stage = await MetaStage.Set();
        var written = stage.Ayse.Write("Merhaba");

        await stage.Send(new JsonObject { ["type"] = "reaction", ["reaction"] = new JsonObject { ["message_id"] = written.Id, ["emoji"] = "👍" } });

        Assert.Equal("👍", stage.Ayse.Chat(stage.Number).Find(written.Id)!.BusinessReaction);
        Assert.Empty(stage.Ayse.Received);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer other")]
    [InlineData(MetaStage.Token)]
    public async Task Without_the_right_token_nothing_is_answered_but_190(string? authorization)
    {
        await using var stage = await MetaStage.Set();
        stage.Http.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null) stage.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var answer = await stage.SendText("hi");

        Assert.Equal(401, answer.Status);
        Shape.MustBeLike(Shape.Recorded("constructed_api_error_190_http401"), answer.Body);
        Assert.Equal(190, MetaStage.Code(answer));
    }

    [Fact]
    public async Task A_number_of_another_token_looks_as_if_it_were_not_there_and_an_ended_token_is_190()
    {
        await using var stage = await MetaStage.Set();
        var other = stage.World.Meta.AddNumber("+15550002222", "100000000000002", accessToken: "another");

        var foreign = await stage.Send(new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = "hi" } }, other.Id);
        stage.Number.Become(AccountStatus.Credentials);
        var ended = await stage.SendText("hi");

        Assert.Equal((400, 100, 33), (foreign.Status, MetaStage.Code(foreign), (int?)foreign.Body["error"]!["error_subcode"]));
        Assert.Equal((401, 190), (ended.Status, MetaStage.Code(ended)));
    }

    [Theory]
    [InlineData(131056, 400)]
    [InlineData(130429, 429)]
    [InlineData(80007, 429)]
    [InlineData(131048, 400)]
    [InlineData(190, 401)]
    [InlineData(131000, 500)]
    public async Task An_error_can_be_ordered_for_the_next_send(int code, int status)
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        stage.World.Meta.RefuseNext(code);

        var refused = await stage.SendText("one");
        var taken = await stage.SendText("two");

        Assert.Equal((status, code), (refused.Status, MetaStage.Code(refused)));
        Assert.Equal(200, taken.Status);
        Assert.Equal(["two"], stage.Ayse.Received.Select(message => message.Text));
    }

    [Fact]
    public async Task A_message_that_fails_later_was_accepted_and_never_arrives()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        stage.World.Meta.FailNext(131026);

        var sent = await stage.SendText("one", "outbound-1");
        var status = Assert.Single(await stage.WaitForStatuses(1));

        Assert.Equal(200, sent.Status);
        Assert.Equal(("failed", 131026, "outbound-1"),
            ((string?)status["status"], (int)status["errors"]![0]!["code"]!, (string?)status["biz_opaque_callback_data"]));
        Assert.Empty(stage.Ayse.Received);
    }

    [Fact]
    public async Task A_connection_dropped_after_accepting_leaves_the_message_and_its_statuses()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        stage.World.Meta.Faults.Next(1, new ProviderFault.DropAfterAccepting());

        await Assert.ThrowsAsync<HttpRequestException>(() => stage.SendText("hi", "outbound-1"));
        var statuses = await stage.WaitForStatuses(2);

        Assert.All(statuses, status => Assert.Equal("outbound-1", (string?)status["biz_opaque_callback_data"]));
        Assert.Equal("hi", Assert.Single(stage.Ayse.Received).Text);
    }

    [Fact]
    public async Task A_connection_dropped_before_accepting_leaves_nothing_and_an_answer_can_lack_the_id()
    {
        await using var stage = await MetaStage.Set();
        stage.Ayse.Write("Merhaba");
        stage.World.Meta.Faults.Next(1, new ProviderFault.DropBeforeAccepting());

        await Assert.ThrowsAsync<HttpRequestException>(() => stage.SendText("hi"));
        Assert.Empty(stage.Ayse.Received);
        stage.World.Meta.Faults.Next(1, new ProviderFault.AcceptWithoutMessageId());
        var nameless = await stage.SendText("hi");

        Assert.Equal((200, 0), (nameless.Status, nameless.Body["messages"]!.AsArray().Count));
        Assert.Single(stage.Ayse.Received);
    }
}
