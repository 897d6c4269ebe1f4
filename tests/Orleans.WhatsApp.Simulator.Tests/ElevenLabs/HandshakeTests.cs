using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData("get-signed-url")]
    [InlineData("get_signed_url")]
    public async Task A_signed_url_is_given_for_the_key_and_an_agent(string spelling)
    {
        await using var stage = await Stage.Set();

        var (status, body) = await stage.Get($"/v1/convai/conversation/{spelling}?agent_id=agent_1");
        var (incomplete, _) = await stage.Get($"/v1/convai/conversation/{spelling}");
        stage.Http.DefaultRequestHeaders.Remove("xi-api-key");
        var (refused, problem) = await stage.Get($"/v1/convai/conversation/{spelling}?agent_id=agent_1");

        Assert.Equal(200, status);
        Shape.MustBeLike(Shape.Recorded("constructed_signed_url_response"), body);
        Assert.StartsWith("ws://127.0.0.1", (string?)body["signed_url"], StringComparison.Ordinal);
        Assert.Equal(422, incomplete);
        Assert.Equal((401, "invalid_api_key"), (refused, (string?)problem["detail"]!["status"]));
    }

    [Fact]
    public async Task Signing_can_be_refused()
    {
        await using var stage = await Stage.Set();
        stage.World.ElevenLabs.Faults.Next(1, new ProviderFault.Refuse(429, "too_many_concurrent_requests"), ProviderOperation.SignedUrl);

        var (status, body) = await stage.Get("/v1/convai/conversation/get-signed-url?agent_id=agent_1");

        Assert.Equal((429, "too_many_concurrent_requests"), (status, (string?)body["detail"]!["status"]));
        Assert.Equal(200, (await stage.Get("/v1/convai/conversation/get-signed-url?agent_id=agent_1")).Status);
    }

    [Fact]
    public async Task The_metadata_answers_the_clients_first_frame()
    {
        await using var stage = await Stage.Set();
        using var client = await AgentClient.Open(stage);

        await client.Send(Shape.Recorded("c2s_init_text_only_js_sdk"));
        var metadata = await client.Next("conversation_initiation_metadata");

        Shape.MustBeLike(Shape.Recorded("s2c_conversation_initiation_metadata"), metadata);
        var conversation = Assert.Single(stage.World.Conversations);
        Assert.Equal(conversation.Id, (string?)metadata["conversation_initiation_metadata_event"]!["conversation_id"]);
        Assert.True(conversation.TextOnly);
    }

    [Fact]
    public async Task Another_first_frame_is_a_broken_contract()
    {
        await using var stage = await Stage.Set();
        using var client = await AgentClient.Open(stage);

        await client.Say("hi");

        Assert.Null(await client.Next());
        Assert.Equal(1008, client.CloseCode);
        Assert.Single(Assert.Single(stage.World.Conversations).Violations);
    }

    [Fact]
    public async Task A_signed_url_opens_one_socket()
    {
        await using var stage = await Stage.Set();
        var (_, body) = await stage.Get("/v1/convai/conversation/get-signed-url?agent_id=agent_1");
        var url = (string)body["signed_url"]!;

        using var first = await AgentClient.Open(url);
        await first.Initiate();
        await first.Next("conversation_initiation_metadata");
        using var second = await AgentClient.Open(url);
        await second.Initiate();

        Assert.Null(await second.Next());
        Assert.Equal(3000, second.CloseCode);
    }

    [Fact]
    public async Task An_agent_that_refuses_overrides_closes_before_the_metadata()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").RefusesOverrides = true;

        using var asking = await AgentClient.Open(stage);
        await asking.Initiate();
        Assert.Null(await asking.Next());
        Assert.Equal(1008, asking.CloseCode);

        using var plain = await AgentClient.Open(stage);
        await plain.Initiate(textOnly: false);
        await plain.Next("conversation_initiation_metadata");
    }

    [Fact]
    public async Task Each_step_is_announced()
    {
        var clock = new ManualClock();
        await using var stage = await Stage.Set(options => options with { TimeProvider = clock, PingEvery = TimeSpan.FromSeconds(5) });
        stage.World.Agent("agent_1").OpenNext(new AgentOpening { WithoutMetadata = true });

        var opening = stage.World.WaitForConversation();
        using var client = await AgentClient.Open(stage);
        var conversation = await opening;

        var violating = stage.World.WaitUntil(() => conversation.Violations.Count is 1, "a violation");
        await client.Send("[]");
        await violating;

        var beginning = stage.World.WaitUntil(() => conversation is { Initiation: not null, TextOnly: true }, "the first frame");
        await client.Initiate();
        await beginning;

        var pinging = stage.World.WaitUntil(() => conversation.UnansweredPings.Count is 1, "a ping");
        clock.Advance(TimeSpan.FromSeconds(5));
        await pinging;
    }

    [Fact]
    public async Task Openings_are_played_one_after_the_other()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").OpenNext(
            new AgentOpening { CloseBeforeMetadata = new AgentClose(1011, "crash") },
            new AgentOpening { CloseAfterMetadata = new AgentClose(1002, "llm_error") },
            new AgentOpening { Queue = ["waiting", "admitted"] },
            new AgentOpening { RefuseUpgrade = 503 });

        using (var client = await AgentClient.Open(stage))
        {
            await client.Initiate();
            Assert.Null(await client.Next());
            Assert.Equal(1011, client.CloseCode);
        }

        using (var client = await AgentClient.Open(stage))
        {
            await client.Initiate();
            await client.Next("conversation_initiation_metadata");
            Assert.Null(await client.Next());
            Assert.Equal(1002, client.CloseCode);
        }

        using (var client = await AgentClient.Open(stage))
        {
            await client.Initiate();
            Shape.MustBeLike(Shape.Recorded("s2c_queue_status_waiting"), await client.Next("queue_status"));
            await client.Next("queue_status");
            await client.Next("conversation_initiation_metadata");
        }

        await Assert.ThrowsAsync<WebSocketException>(() => AgentClient.Open(stage));
        using var usual = await AgentClient.Ready(stage);
    }

    [Fact]
    public async Task Without_text_mode_audio_comes_as_well()
    {
        await using var stage = await Stage.Set();
        using var client = await AgentClient.Open(stage);
        await client.Initiate(textOnly: false);
        await client.Next("conversation_initiation_metadata");

        await client.Say("hi");

        await client.Next("agent_response");
        Shape.MustBeLike(Shape.Recorded("s2c_audio"), await client.Next("audio"));
    }

    [Fact]
    public async Task An_agent_nobody_set_up_is_unknown_where_the_world_says_so()
    {
        await using var stage = await Stage.Set(options => options with { AnyAgentExists = false });
        stage.World.Agent("agent_1").FirstMessage = "Welcome";

        Assert.Equal(404, (await stage.Get("/v1/convai/conversation/get-signed-url?agent_id=agent_2")).Status);
        Assert.Equal(404, (await stage.Get("/v1/convai/agents/agent_2")).Status);
        var (_, agent) = await stage.Get("/v1/convai/agents/agent_1");
        var (_, agents) = await stage.Get("/v1/convai/agents");

        Assert.Equal("Welcome", (string?)agent["conversation_config"]!["agent"]!["first_message"]);
        Assert.Equal("agent_1", (string?)Assert.Single(agents["agents"]!.AsArray())!["agent_id"]);
    }

    [Fact]
    public async Task The_greeting_comes_first_unless_it_is_overridden_away()
    {
        await using var stage = await Stage.Set();
        stage.World.Agent("agent_1").FirstMessage = "Welcome";

        using var greeted = await AgentClient.Ready(stage);
        Assert.Equal("Welcome", await greeted.NextResponse());

        using var silent = await AgentClient.Open(stage);
        await silent.Send(new JsonObject
        {
            ["type"] = "conversation_initiation_client_data",
            ["conversation_config_override"] = new JsonObject
            {
                ["agent"] = new JsonObject { ["first_message"] = "" },
                ["conversation"] = new JsonObject { ["text_only"] = true },
            },
        });
        await silent.Next("conversation_initiation_metadata");
        await silent.Say("hi");
        Assert.StartsWith("Thank you for writing: \"hi\"", await silent.NextResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_greeting_comes_between_the_question_and_its_answer()
    {
        await using var stage = await Stage.Set();
        var agent = stage.World.Agent("agent_1");
        agent.FirstMessage = "Welcome";
        agent.Greeting = GreetingTiming.AfterFirstUserMessage;
        agent.Brain = _ => AgentReplyScript.Saying("answer");
        using var client = await AgentClient.Ready(stage);

        await client.Say("hi");

        Assert.Equal("Welcome", await client.NextResponse());
        Assert.Equal("answer", await client.NextResponse());
    }
}
