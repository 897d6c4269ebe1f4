using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class TurnTests
{
    [Fact]
    public async Task The_default_agent_quotes_what_it_was_told()
    {
        await using var stage = await Stage.Set();
        using var client = await AgentClient.Ready(stage);

        await client.Send(new JsonObject { ["type"] = "contextual_update", ["text"] = "Previous conversation history: none" });
        await client.Say("Yarın saat 10 olur mu?");
        var response = await client.Next("agent_response");

        Shape.MustBeLike(Shape.Recorded("s2c_agent_response"), response);
        Assert.Contains("\"Yarın saat 10 olur mu?\"", (string?)response["agent_response_event"]!["agent_response"], StringComparison.Ordinal);
        var conversation = Assert.Single(stage.World.Conversations);
        Assert.Equal(["Previous conversation history: none"], conversation.ContextualUpdates);
        Assert.Equal(["Yarın saat 10 olur mu?"], conversation.UserMessages);
        Assert.Empty(conversation.Violations);
    }

    [Fact]
    public async Task A_brain_sees_the_turn_and_its_context_and_may_answer_in_parts()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = turn =>
            AgentReplyScript.Saying($"turn {turn.Number}", $"you said {turn.Text}", $"I know {turn.Context.Count} things");
        using var client = await AgentClient.Ready(stage);

        await client.Send(new JsonObject { ["type"] = "contextual_update", ["text"] = "a" });
        await client.Say("x");
        Assert.Equal(["turn 1", "you said x", "I know 1 things"], [await client.NextResponse(), await client.NextResponse(), await client.NextResponse()]);
        await client.Say("y");
        Assert.Equal("turn 2", await client.NextResponse());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_streamed_reply_has_parts_and_the_whole_text(bool responseBeforeStop)
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = _ => AgentReplyScript.Silence.Stream("Hello there", deltas: 2, responseBeforeStop);
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");
        List<JsonObject> frames = [];
        for (var count = 0; count < 5; count++) frames.Add((await client.Next())!);

        Shape.MustBeLike(Shape.Recorded("s2c_agent_chat_response_part_delta"), frames[1]);
        var kinds = frames.Select(frame => (string?)frame["text_response_part"]?["type"] ?? "whole");
        Assert.Equal(responseBeforeStop ? ["start", "delta", "delta", "whole", "stop"] : ["start", "delta", "delta", "stop", "whole"], kinds);
        Assert.Equal("Hello there", string.Concat(frames.Select(frame => (string?)frame["text_response_part"]?["text"])));
    }

    [Fact]
    public async Task Tools_corrections_interruptions_and_unknown_frames_can_be_played()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = _ => AgentReplyScript.Silence
            .Tool("look_up", "system").UnknownFrame().Interrupt().Say("long answer").Correct("long answer", "long");
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");

        await client.Next("agent_tool_request");
        Shape.MustBeLike(Shape.Recorded("s2c_agent_tool_response_system"), await client.Next("agent_tool_response"));
        await client.Next("brand_new_event");
        await client.Next("interruption");
        await client.Next("agent_response");
        Shape.MustBeLike(Shape.Recorded("s2c_agent_response_correction"), await client.Next("agent_response_correction"));
    }

    [Fact]
    public async Task A_second_message_into_an_outstanding_reply_interrupts_it_and_is_remembered_as_a_violation()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = turn => turn.Number is 1
            ? AgentReplyScript.Silence.Until(new TaskCompletionSource().Task).Say("never said")
            : AgentReplyScript.Saying("second answer");
        using var client = await AgentClient.Ready(stage);

        await client.Say("one");
        await client.Say("two");

        await client.Next("interruption");
        Assert.Equal("second answer", await client.NextResponse());
        Assert.Single(Assert.Single(stage.World.Conversations).Violations);
    }

    [Fact]
    public async Task A_slow_agent_answers_when_the_script_lets_it()
    {
        await using var stage = await Stage.Set();
        var allowed = new TaskCompletionSource();
        stage.World.Agent("agent_1").Brain = _ => AgentReplyScript.Silence.Until(allowed.Task).Say("at last");
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");
        var conversation = await stage.World.WaitForConversation(one => one.ReplyOutstanding);
        Assert.Empty(conversation.Said);
        allowed.SetResult();

        Assert.Equal("at last", await client.NextResponse());
    }

    [Fact]
    public async Task A_brain_that_fails_is_seen()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = _ => throw new InvalidOperationException("out of ideas");
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");
        var conversation = await stage.World.WaitForConversation(one => one.Violations.Count > 0);

        Assert.Contains("out of ideas", conversation.Violations[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_agent_leaves_the_turn_open()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = _ => AgentReplyScript.Silence;
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");
        var conversation = await stage.World.WaitForConversation(one => one.UserMessages.Count is 1);
        await stage.World.WaitUntilIdle();

        Assert.True(conversation.ReplyOutstanding);
        Assert.Empty(conversation.Said);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1002)]
    [InlineData(3008)]
    public async Task A_reply_can_end_the_conversation_with_a_code(int code)
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = _ => AgentReplyScript.Silence.Close(code, "over");
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");

        Assert.Null(await client.Next());
        Assert.Equal((code, "over"), (client.CloseCode, client.CloseReason));
        Assert.Equal(code, Assert.Single(stage.World.Conversations).ClosedWith!.Code);
    }

    [Fact]
    public async Task An_answer_can_be_lost_with_the_connection_and_still_stand_in_the_transcript()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").Brain = _ => AgentReplyScript.Silence.SayOnlyInTranscript("the answer").Break();
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");
        await Assert.ThrowsAnyAsync<Exception>(client.Next);
        var conversation = Assert.Single(stage.World.Conversations);
        var (_, body) = await stage.Get($"/v1/convai/conversations/{conversation.Id}");

        Assert.Equal(1006, conversation.ClosedWith!.Code);
        Assert.Empty(conversation.Said);
        Assert.Equal(["user: hi", "agent: the answer"], body["transcript"]!.AsArray().Select(item => $"{item!["role"]}: {item["message"]}"));
        Shape.MustBeLike(Shape.Recorded("webhook_post_call_transcription")["data"]!["transcript"]!, body["transcript"]!, "$[0].conversation_turn_metrics", "$[0].feedback");
    }

    [Fact]
    public async Task The_transcript_tells_how_the_conversation_stands()
    {
        await using var stage = await Stage.Set();
        using var client = await AgentClient.Ready(stage);
        var conversation = Assert.Single(stage.World.Conversations);

        var (_, open) = await stage.Get($"/v1/convai/conversations/{conversation.Id}");
        await client.Close();
        var (_, done) = await stage.Get($"/v1/convai/conversations/{conversation.Id}");

        Assert.Equal("in-progress", (string?)open["status"]);
        Assert.Equal("done", (string?)done["status"]);
        Assert.Equal(new AgentClose(1000, "done"), conversation.ClosedWith);
        Assert.Equal(404, (await stage.Get("/v1/convai/conversations/conv_none")).Status);
    }

    [Fact]
    public async Task Pings_are_answered_or_remembered_as_missed()
    {
        var clock = new ManualClock();
        await using var stage = await Stage.Set(options => options with { TimeProvider = clock, PingEvery = TimeSpan.FromSeconds(5) });
        using var client = await AgentClient.Ready(stage);
        var conversation = Assert.Single(stage.World.Conversations);

        clock.Advance(TimeSpan.FromSeconds(5));
        var ping = await client.Next("ping");
        Shape.MustBeLike(Shape.Recorded("s2c_ping"), ping);
        await client.Send(new JsonObject { ["type"] = "pong", ["event_id"] = 1 });
        await stage.World.WaitUntil(() => conversation.Pongs is 1, "the pong");
        clock.Advance(TimeSpan.FromSeconds(5));
        await client.Next("ping");

        Assert.Equal([2], conversation.UnansweredPings);
        Assert.Empty(conversation.Violations);
    }

    [Fact]
    public async Task A_socket_without_user_input_is_closed()
    {
        var clock = new ManualClock();
        await using var stage = await Stage.Set(options => options with { TimeProvider = clock, PingEvery = TimeSpan.FromSeconds(5) });
        using var client = await AgentClient.Ready(stage);

        clock.Advance(TimeSpan.FromSeconds(30));
        await client.Send(new JsonObject { ["type"] = "user_activity" });
        await stage.World.WaitForConversation(conversation => conversation.Received.Any(IsActivity));
        clock.Advance(TimeSpan.FromSeconds(55));
        Assert.True(Assert.Single(stage.World.Conversations).IsOpen);
        clock.Advance(TimeSpan.FromSeconds(5));
        while (await client.Next() is not null)
        {
        }

        Assert.Equal((1002, "transport_receive_timeout"), (client.CloseCode, client.CloseReason));

        static bool IsActivity(System.Text.Json.JsonElement frame) => frame.GetProperty("type").GetString() is "user_activity";
    }

    [Fact]
    public async Task An_agent_can_speak_unasked_and_many_sockets_can_be_open()
    {
        await using var stage = await Stage.Set();
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AgentClient.Ready(stage)));

        await Task.WhenAll(stage.World.Conversations.Select(conversation => conversation.Say("news")));

        foreach (var client in clients)
        {
            Assert.Equal("news", await client.NextResponse());
            client.Dispose();
        }
    }
}
