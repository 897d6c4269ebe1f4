using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

/// <summary>No frame ends a conversation, whatever it is.</summary>
public sealed class FrameTests : IAsyncLifetime
{
    private readonly Heard _heard = new();
    private FakeElevenLabs _provider = null!;

    public static TheoryData<string> Sequences => [.. Fixture.Names("seq_*.json")];

    public static TheoryData<string, string> Meanings => new()
    {
        { "s2c_agent_chat_response_part_delta.json", "Skipped" },
        { "s2c_agent_chat_response_part_start.json", "Skipped" },
        { "s2c_agent_response.json", "AgentResponse" },
        { "s2c_agent_response_correction.json", "Skipped" },
        { "s2c_agent_tool_response_min.json", "Skipped" },
        { "s2c_agent_tool_response_system.json", "Skipped" },
        { "s2c_agent_typing.json", "Skipped" },
        { "s2c_audio.json", "Skipped" },
        { "s2c_client_tool_call.json", "ToolCall" },
        { "s2c_client_tool_call_expects_response.json", "ToolCall" },
        { "s2c_conversation_initiation_metadata.json", "Metadata" },
        { "s2c_conversation_initiation_metadata_min.json", "Metadata" },
        { "s2c_external_agent_connected.json", "Skipped" },
        { "s2c_external_agent_disconnected.json", "Skipped" },
        { "s2c_interruption.json", "Interruption" },
        { "s2c_ping.json", "Ping" },
        { "s2c_ping_null_ms.json", "Ping" },
        { "s2c_queue_status_admitted.json", "Queue" },
        { "s2c_queue_status_timed_out.json", "Queue" },
        { "s2c_queue_status_waiting.json", "Queue" },
        { "s2c_rich_content_buttons.json", "Skipped" },
        { "s2c_user_transcript.json", "Skipped" },
        { "s2c_vad_score.json", "Skipped" },
        { "constructed_s2c_context_usage.json", "Skipped" },
        { "constructed_s2c_mcp_tool_call_success.json", "Skipped" },
    };

    public static TheoryData<string> Odd =>
    [
        "", " ", "null", "true", "42", "\"agent_response\"", "[]", "[{\"type\":\"agent_response\"}]", "{", "{}", "not json", "\u0000",
        "{\"type\":null}", "{\"type\":7}", "{\"type\":{}}", "{\"type\":\"\"}", "{\"type\":\"keep_alive\"}", "{\"type\":\"AGENT_RESPONSE\"}",
        "{\"type\":\"agent_response\"}", "{\"type\":\"agent_response\",\"agent_response_event\":null}",
        "{\"type\":\"agent_response\",\"agent_response_event\":[]}", "{\"type\":\"agent_response\",\"agent_response_event\":\"text\"}",
        "{\"type\":\"agent_response\",\"agent_response_event\":{}}", "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":null}}",
        "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":5}}",
        "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":{\"text\":\"x\"}}}",
        "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":\"\"}}",
        "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":\"half \\ud83d\"}}",
        "{\"type\":\"interruption\"}", "{\"type\":\"interruption\",\"interruption_event\":{\"event_id\":\"x\"}}",
        "{\"type\":\"interruption\",\"interruption_event\":{\"event_id\":1.5}}", "{\"type\":\"interruption\",\"interruption_event\":{\"event_id\":1e99}}",
        "{\"type\":\"queue_status\"}", "{\"type\":\"agent_tool_response\"}", "{\"type\":\"mcp_tool_call\",\"mcp_tool_call\":7}",
        "{\"type\":\"client_tool_call\",\"client_tool_call\":{\"tool_call_id\":[]}}", "{\"type\":\"ping\",\"ping_event\":{\"event_id\":{}}}",
        "{\"type\":\"guardrail_triggered\"}", "{\"type\":\"dtmf_request\"}", "{\"type\":\"\\ud83d\"}",
        "{\"type\":\"agent_reasoning_response_part\",\"reasoning_response_part\":{\"text\":\"never shown\",\"type\":\"delta\",\"event_id\":\"1\"}}",
        string.Concat(Enumerable.Repeat("[", 10_000)), "{\"type\":\"agent_response\",\"agent_response_event\":" + string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1",
    ];

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, MemberData(nameof(Meanings))]
    public void Every_documented_frame_has_its_meaning(string fixture, string meaning) =>
        Assert.Equal(meaning, Parse(Fixture.Text(fixture)).GetType().Name);

    [Fact]
    public void Every_frame_in_the_folder_has_a_row() =>
        Assert.Equal(Fixture.Names("s2c_*.json", "constructed_s2c_*.json"), Meanings.Select(row => (string)((object[])row)[0]).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Odd))]
    public void Odd_frames_are_skipped(string frame) => Assert.IsType<ServerFrame.Skipped>(Parse(frame));

    [Theory]
    [InlineData("c2s_contextual_update.json")]
    [InlineData("c2s_user_message.json")]
    [InlineData("c2s_pong.json")]
    [InlineData("c2s_client_tool_result.json")]
    public void Our_frames_have_the_documented_fields(string fixture)
    {
        using var documented = JsonDocument.Parse(Fixture.Text(fixture));
        using var ours = JsonDocument.Parse(documented.RootElement.GetProperty("type").GetString() switch
        {
            "contextual_update" => ClientFrame.ContextualUpdate("x"),
            "user_message" => ClientFrame.UserMessage("x"),
            "pong" => ClientFrame.Pong("1"),
            _ => ClientFrame.ToolNotSupported("\"call_1\""),
        });

        Assert.Equal(Shape(documented.RootElement), Shape(ours.RootElement));
    }

    [Fact]
    public void Half_a_surrogate_pair_in_a_contacts_text_does_not_stop_the_message()
    {
        using var frame = JsonDocument.Parse(ClientFrame.UserMessage("cut \ud83d"));

        Assert.Equal("cut \ufffd", frame.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_conversation_lives_through_every_documented_and_every_odd_frame()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            foreach (var (name, frame) in Fixture.Names("s2c_*.json", "constructed_s2c_*.json").Select(n => (n, Fixture.Text(n))))
                if (name is not "s2c_queue_status_timed_out.json") await socket.Send(frame);
            foreach (var row in Odd) await socket.Send(row);
            await socket.Send([1, 2, 3], WebSocketMessageType.Binary, wholeMessage: true);
            await socket.Send([], WebSocketMessageType.Binary, wholeMessage: true);
            await socket.Send(FakeSocket.Says("still here", 1_000_000));
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        var (spoken, ended) = await _heard.UntilTheEnd();
        Assert.Equal(["Agent response", "still here"], spoken);
        Assert.Equal(new AgentEvent.Ended(1000, "closed", MayRetry: true), ended);
        Assert.Equal("conv_1", conversation.ConversationId); // a second metadata frame changes nothing
    }

    [Theory, MemberData(nameof(Sequences))]
    public async Task Every_documented_sequence_plays_to_its_own_end(string name)
    {
        using var json = JsonDocument.Parse(Fixture.Text(name));
        var root = json.RootElement;
        var frames = (root.ValueKind is JsonValueKind.Array ? root : root.GetProperty("frames")).EnumerateArray().Select(f => f.GetRawText()).ToArray();
        var (code, reason) = root.ValueKind is JsonValueKind.Array
            ? (1000, "")
            : (root.GetProperty("close").GetProperty("code").GetInt32(), root.GetProperty("close").GetProperty("reason").GetString()!);
        _provider.Script = async socket =>
        {
            await socket.Receive();
            await socket.Send(frames[0]);
            await socket.Receive("user_message");
            foreach (var frame in frames.Skip(1)) await socket.Send(frame);
            await socket.Close(code, reason);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        var (spoken, ended) = await _heard.UntilTheEnd();
        Assert.Equal("conv_123456789", conversation.ConversationId);
        var (texts, end) = name switch
        {
            "seq_close_3000.json" => (["Agent response"], new AgentEvent.Ended(3000, "rejected", MayRetry: false)),
            "seq_end_call.json" => (["Goodbye! Have a great day!"], new AgentEvent.Ended(1000, "closed", MayRetry: true)),
            "seq_external_agent_takeover.json" => (Array.Empty<string>(), new AgentEvent.Ended(1000, "closed", MayRetry: true)),
            "seq_greeting_then_answer.json" => (["Agent response", "Another agent response"], new AgentEvent.Ended(1006, "lost", MayRetry: true)),
            "seq_queue_admit.json" => (["Agent response", "Queue cleared response"], new AgentEvent.Ended(1000, "closed", MayRetry: true)),
            _ => throw new InvalidOperationException($"{name} has no row here"),
        };
        Assert.Equal(texts, spoken);
        Assert.Equal(end, ended);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_26)]
    [InlineData(77)]
    public async Task A_conversation_lives_through_mangled_frames(int seed)
    {
        var random = new Random(seed);
        var frames = Fixture.Names("s2c_*.json", "constructed_s2c_*.json").Where(n => n is not "s2c_queue_status_timed_out.json").Select(Fixture.Text).ToArray();
        var mangled = Enumerable.Range(0, 400).Select(_ => Mangle(frames[random.Next(frames.Length)], random)).ToArray();
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            foreach (var frame in mangled) await socket.Send(frame);
            await socket.Send(FakeSocket.Says("still here")); // no id: a mangled interruption may have set any mark
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        var (spoken, ended) = await _heard.UntilTheEnd();
        Assert.True(spoken.LastOrDefault() == "still here" && ended.Code == 1000, $"seed {seed}: {ended}");
    }

    private static ServerFrame Parse(string frame) => ServerFrame.Parse(Encoding.UTF8.GetBytes(frame));

    private static string[] Shape(JsonElement frame) => [.. frame.EnumerateObject().Select(p => $"{p.Name}:{Kind(p.Value)}").Order(StringComparer.Ordinal)];

    private static string Kind(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Bool" : value.ValueKind.ToString();

    private static string Mangle(string frame, Random random)
    {
        var text = new StringBuilder(frame);
        for (var i = random.Next(1, 6); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, 1); break;
                case 1: text[at] = (char)random.Next(1, 0xd7ff); break;
                case 2: text.Insert(at, "{}[]\",:\\0"[random.Next(9)]); break;
                case 3: text.Length = at; break;
            }
        }

        return text.ToString();
    }
}
