using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class ClosingTests : IAsyncLifetime
{
    private readonly Heard _heard = new();
    private FakeElevenLabs _provider = null!;

    // code on the wire, its text, an error frame before it; code, reason and retry told
    public static TheoryData<int, string, string, int, string, bool> Rows => new()
    {
        { 1000, "", "", 1000, "closed", true },
        { 1000, "max_duration_exceeded", "", 1000, "max_duration_exceeded", true },
        { 1000, "", Error(1000, "max_duration_exceeded"), 1000, "max_duration_exceeded", true },
        { 1000, "", Error(1008, "invalid_message"), 1000, "closed", true },
        { 1000, "Goodbye, Ms Kaya, your number is +90…", "", 1000, "closed", true },
        { 1001, "", "", 1001, "going_away", true },
        { 1002, "", "", 1002, "provider_error", true },
        { 1002, "transport_receive_timeout", "", 1002, "transport_receive_timeout", true },
        { 1002, "", Error(1002, "llm_timeout"), 1002, "llm_timeout", true },
        { 1002, "", Error(1002, "llm_error"), 1002, "llm_error", true },
        { 1002, "", Error(1002, "safety_violation"), 1002, "safety_violation", false },
        { 1002, "", Error(1002, "custom_llm_error"), 1002, "custom_llm_error", false },
        { 1002, "", Error(1002, "a_word_that_is_new"), 1002, "provider_error", true },
        { 1005, "", "", 1006, "lost", true },
        { 1006, "", "", 1006, "lost", true },
        { 1006, "", Error(1008, "value_error"), 1006, "value_error", false },
        { 1006, "", Error(1002, "asyncio_timeout"), 1006, "asyncio_timeout", true },
        { 1008, "", "", 1008, "refused", false },
        { 1008, "missing_fields", "", 1008, "missing_fields", false },
        { 1008, "", Error(1008, "missing_dynamic_variable"), 1008, "missing_dynamic_variable", false },
        { 1009, "", "", 1009, "refused", false },
        { 1011, "", "", 1011, "provider_crash", true },
        { 1011, "", Error(1011, "unknown_websocket_crash"), 1011, "unknown_websocket_crash", true },
        { 1012, "", "", 1012, "restarting", true },
        { 1013, "", "", 1013, "try_again_later", true },
        { 1014, "", "", 1014, "bad_gateway", true },
        { 3000, "Test reason", "", 3000, "rejected", false },
        { 3008, "too many concurrent connections", "", 3008, "queue_timed_out", true },
        { 4001, "", "", 4001, "closed_other", false },
    };

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, MemberData(nameof(Rows))]
    public async Task A_close_is_told_once_with_its_code_its_word_and_its_class(
        int wire, string text, string error, int code, string reason, bool mayRetry)
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            if (error.Length > 0)
            {
                await socket.Send(error);
                await socket.Send("""{"type":"ping","ping_event":{"event_id":1}}""");
                await socket.Receive("pong"); // an abort may overtake what has not been read
            }

            await socket.Close(wire, text);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal(new AgentEvent.Ended(code, reason, mayRetry), await _heard.Next());
        await conversation.DisposeAsync();
        Assert.Single(_heard.All);
    }

    [Fact]
    public async Task An_agent_that_hangs_up_is_told_as_such()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            await socket.Send(FakeSocket.Says("Goodbye!"));
            await socket.Send("""{"type":"agent_tool_response","agent_tool_response":{"tool_name":"end_call","tool_call_id":"e1","tool_type":"system","is_error":false}}""");
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("bye");

        var (spoken, ended) = await _heard.UntilTheEnd();
        Assert.Equal(["Goodbye!"], spoken);
        Assert.Equal(new AgentEvent.Ended(1000, "end_call", MayRetry: true), ended);
    }

    [Fact]
    public async Task A_provider_queue_that_times_out_ends_the_conversation_and_may_be_tried_again()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            await socket.Send(Fixture.Text("s2c_queue_status_timed_out.json"));
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal(new AgentEvent.Ended(3008, "queue_timed_out", MayRetry: true), await _heard.Next());
    }

    [Fact]
    public void Reasons_are_short_words_whatever_the_provider_writes()
    {
        for (var code = 900; code < 5100; code++)
        {
            var closing = Closing.From(code, "Bearer secret words", new ServerFrame.Error(code, "https://x?sig=1", "prose here"), hungUp: true);
            Assert.Matches("^[a-z_]{4,32}$", closing.Reason);
        }
    }

    private static string Error(int code, string type) =>
        $$$"""{"type":"error","error_event":{"code":{{{code}}},"error_type":"{{{type}}}","message":"the contact wrote …","reason":"prose"}}""";
}
