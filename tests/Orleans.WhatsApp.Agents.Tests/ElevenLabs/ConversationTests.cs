using System.Threading.Channels;
using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class ConversationTests : IAsyncLifetime
{
    private readonly Heard _heard = new();
    private FakeElevenLabs _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Context_and_message_arrive_in_order_and_each_part_of_the_reply_is_told_once()
    {
        var received = Channel.CreateUnbounded<string?>();
        _provider.Script = async socket =>
        {
            await socket.Accept();
            received.Writer.TryWrite(await socket.Receive());
            received.Writer.TryWrite(await socket.Receive());
            await socket.Send("""{"type":"agent_chat_response_part","text_response_part":{"text":"","type":"start","event_id":5}}""");
            await socket.Send("""{"type":"agent_chat_response_part","text_response_part":{"text":"One mo","type":"delta","event_id":5}}""");
            await socket.Send(FakeSocket.Says("One moment…", 5));
            await socket.Send("""{"type":"agent_tool_request","agent_tool_request":{"tool_name":"calendar","tool_call_id":"t1","event_id":5}}""");
            await socket.Send("""{"type":"agent_tool_response","agent_tool_response":{"tool_name":"calendar","tool_call_id":"t1","event_id":5,"is_error":false}}""");
            await socket.Send(FakeSocket.Says("Tomorrow at ten is free.", 5)); // a second text under one event id
            await socket.Send(FakeSocket.Says("   ", 6));
            await socket.Send("""{"type":"agent_response_correction","agent_response_correction_event":{"original_agent_response":"Tomorrow at ten is free.","corrected_agent_response":"Tomorrow","event_id":5}}""");
            await socket.Send(FakeSocket.Says("Shall I book it?"));
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendContext("Previous conversation history:\nPatient: merhaba");
        await conversation.SendUserMessage("Yarın saat 10'da müsait misiniz? \"مرحبا\" 🌙");

        var (spoken, ended) = await _heard.UntilTheEnd();
        Assert.Equal("""{"type":"contextual_update","text":"Previous conversation history:\nPatient: merhaba"}""", await received.Reader.ReadAsync());
        using var message = System.Text.Json.JsonDocument.Parse((await received.Reader.ReadAsync())!);
        Assert.Equal("user_message", message.RootElement.GetProperty("type").GetString());
        Assert.Equal("Yarın saat 10'da müsait misiniz? \"مرحبا\" 🌙", message.RootElement.GetProperty("text").GetString());
        Assert.Equal(["One moment…", "Tomorrow at ten is free.", "Shall I book it?"], spoken);
        Assert.Equal(new AgentEvent.Ended(1000, "closed", MayRetry: true), ended);
    }

    [Theory]
    [InlineData("123456", """{"type":"pong","event_id":123456}""")]
    [InlineData("\"123\"", """{"type":"pong","event_id":"123"}""")]
    public async Task A_ping_is_answered_with_its_own_id(string id, string pong) =>
        Assert.Equal(pong, await AnswerTo($$$"""{"type":"ping","ping_event":{"event_id":{{{id}}},"ping_ms":null}}"""));

    [Theory]
    [InlineData("s2c_client_tool_call.json", """{"type":"client_tool_result","tool_call_id":"call_123456","result":"not supported","is_error":true}""")]
    [InlineData("s2c_client_tool_call_expects_response.json", """{"type":"client_tool_result","tool_call_id":"tool_call_123","result":"not supported","is_error":true}""")]
    public async Task A_client_tool_is_answered_as_not_supported(string fixture, string result) =>
        Assert.Equal(result, await AnswerTo(Fixture.Text(fixture)));

    [Theory]
    [InlineData("""{"type":"client_tool_call","client_tool_call":{"tool_name":"log","tool_call_id":"c1","parameters":{},"expects_response":false}}""")]
    [InlineData("""{"type":"client_tool_call","client_tool_call":{"tool_name":"log","parameters":{}}}""")]
    [InlineData("""{"type":"client_tool_call"}""")]
    [InlineData("""{"type":"mcp_tool_call","mcp_tool_call":{"tool_call_id":"tc_9","state":"loading"}}""")]
    [InlineData("""{"type":"ping","ping_event":{}}""")]
    [InlineData("""{"type":"ping","ping_event":{"event_id":null}}""")]
    [InlineData("""{"type":"ping"}""")]
    public async Task What_expects_no_answer_gets_none(string frame) =>
        Assert.Equal("""{"type":"pong","event_id":"next"}""", await AnswerTo(frame, """{"type":"ping","ping_event":{"event_id":"next"}}"""));

    [Fact]
    public async Task An_mcp_tool_that_awaits_approval_is_not_approved() =>
        Assert.Equal(
            """{"type":"mcp_tool_approval_result","tool_call_id":"tc_9","is_approved":false}""",
            await AnswerTo("""{"type":"mcp_tool_call","mcp_tool_call":{"service_id":"svc_1","tool_call_id":"tc_9","tool_name":"lookup","parameters":{},"state":"awaiting_approval","approval_timeout_secs":300}}"""));

    [Fact]
    public async Task Text_of_an_event_before_an_interruption_is_dropped()
    {
        _provider.Script = AnswerAndClose(
            FakeSocket.Says("told", 4),
            Fixture.Text("s2c_interruption.json"), // event_id "456"
            FakeSocket.Says("late", 455),
            """{"type":"agent_response","agent_response_event":{"agent_response":"late too","event_id":"7"}}""",
            FakeSocket.Says("at the mark", 456),
            """{"type":"interruption","interruption_event":{"event_id":3}}""", // the mark never falls
            FakeSocket.Says("late again", 400),
            FakeSocket.Says("after it", 457),
            FakeSocket.Says("without an id"));
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal(["told", "at the mark", "after it", "without an id"], (await _heard.UntilTheEnd()).Spoken);
    }

    [Fact]
    public async Task Pings_are_answered_while_the_listener_is_busy_and_it_hears_one_event_at_a_time()
    {
        var busy = new TaskCompletionSource();
        _heard.Slowly = _ => busy.Task;
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            await socket.Send(FakeSocket.Says("one", 1));
            await socket.Send(FakeSocket.Says("two", 2));
            await socket.Send("""{"type":"ping","ping_event":{"event_id":3}}""");
            await socket.Receive("pong");
            busy.SetResult();
            await socket.Send(FakeSocket.Says("three", 3));
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal(["one", "two", "three"], (await _heard.UntilTheEnd()).Spoken);
        Assert.False(_heard.Overlapped);
    }

    [Fact]
    public async Task A_listener_that_throws_still_hears_what_follows()
    {
        _heard.Slowly = happened => happened is AgentEvent.Spoke("one") ? throw new TimeoutException() : Task.CompletedTask;
        _provider.Script = AnswerAndClose(FakeSocket.Says("one"), FakeSocket.Says("two"));
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        var (spoken, ended) = await _heard.UntilTheEnd();
        Assert.Equal(["one", "two"], spoken);
        Assert.Equal(1000, ended.Code);
    }

    [Fact]
    public async Task A_message_in_fragments_is_put_together_and_one_beyond_the_bound_is_skipped()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            var long64K = System.Text.Encoding.UTF8.GetBytes(FakeSocket.Says(new string('ş', 64 * 1024)));
            foreach (var part in long64K.Chunk(1000)) await socket.Send(part, System.Net.WebSockets.WebSocketMessageType.Text, wholeMessage: false);
            await socket.Send([], System.Net.WebSockets.WebSocketMessageType.Text, wholeMessage: true);
            await socket.Send(FakeSocket.Says(new string('x', 3 * 1024 * 1024)));
            await socket.Send([], System.Net.WebSockets.WebSocketMessageType.Text, wholeMessage: true);
            await socket.Send(FakeSocket.Says("short"));
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal([new string('ş', 64 * 1024), "short"], (await _heard.UntilTheEnd()).Spoken);
    }

    [Fact]
    public async Task Disposing_closes_with_1000_and_only_the_end_is_told()
    {
        var seen = new TaskCompletionSource<int?>();
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            while (await socket.Receive() is not null) { }
            seen.SetResult(socket.CloseCode);
            await socket.Send(FakeSocket.Says("too late"));
            await socket.Close(1000, "bye");
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");
        await conversation.DisposeAsync();
        await conversation.DisposeAsync();

        Assert.Equal(1000, await seen.Task.WaitAsync(Heard.Limit));
        Assert.Equal(new AgentEvent.Ended(1000, "closed_by_us", MayRetry: true), await _heard.Next());
        Assert.Single(_heard.All);
        Assert.Equal(0, adapter.Sockets.Open);
    }

    [Fact]
    public async Task Disposing_ends_even_when_the_other_side_never_closes()
    {
        var finish = new TaskCompletionSource();
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await finish.Task;
        };
        var clock = new ManualClock();
        await using var adapter = new Adapter(_provider.BaseUrl, clock);

        await (await adapter.Open(_heard)).DisposeAsync();
        Assert.Empty(_heard.All);
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new AgentEvent.Ended(1000, "closed_by_us", MayRetry: true), await _heard.Next());
        finish.SetResult();
    }

    [Fact]
    public async Task A_listener_may_dispose_the_conversation_it_hears_from()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            await socket.Send(FakeSocket.Says("one"));
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);
        IAgentConversation? conversation = null;
        _heard.Slowly = async happened =>
        {
            if (happened is AgentEvent.Spoke) await conversation!.DisposeAsync();
        };

        conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal(["one"], (await _heard.UntilTheEnd()).Spoken);
    }

    [Fact]
    public async Task Sending_into_a_lost_socket_is_quiet_since_the_end_is_told()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("contextual_update");
            await socket.Close(1006);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        var conversation = await adapter.Open(_heard);
        await conversation.SendContext("…");
        Assert.Equal(1006, (await _heard.UntilTheEnd()).Ended.Code);
        await conversation.SendContext("…");
        await conversation.SendUserMessage("hello");
        await conversation.DisposeAsync();

        Assert.Single(_heard.All);
    }

    [Fact]
    public async Task Nothing_of_the_opening_callers_turn_reaches_the_listener()
    {
        var turn = new AsyncLocal<string?>();
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var seen = new TaskCompletionSource<(string? Context, TaskScheduler Scheduler)>();
        _provider.Greets("");
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            await socket.Send(FakeSocket.Says("hello"));
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);
        _heard.Slowly = happened =>
        {
            seen.TrySetResult((turn.Value, TaskScheduler.Current));
            return Task.CompletedTask;
        };

        await Task.Factory.StartNew(async () =>
        {
            turn.Value = "a grain call";
            var conversation = await adapter.Open(_heard);
            Assert.Equal(scheduler, TaskScheduler.Current); // the caller's own continuations stay where they belong
            await conversation.SendUserMessage("hi");
        }, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();

        Assert.Equal((null, TaskScheduler.Default), await seen.Task.WaitAsync(Heard.Limit));
    }

    [Fact]
    public async Task A_socket_is_taken_for_dead_once_nothing_at_all_has_come_for_the_bound()
    {
        var go = Channel.CreateUnbounded<bool>();
        var read = Channel.CreateUnbounded<bool>();
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await foreach (var _ in go.Reader.ReadAllAsync())
            {
                await socket.Send("""{"type":"ping","ping_event":{"event_id":1}}""");
                await socket.Receive("pong");
                read.Writer.TryWrite(true);
            }
        };
        var clock = new ManualClock();
        await using var adapter = new Adapter(_provider.BaseUrl, clock, ("LivenessTimeout", "00:01:30"));

        await using var conversation = await adapter.Open(_heard);
        for (var i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(70));
            go.Writer.TryWrite(true);
            await read.Reader.ReadAsync().AsTask().WaitAsync(Heard.Limit); // a ping is life enough
            await clock.NobodyWaitsFor(AgentSocket.SendLimit);
        }

        clock.Advance(TimeSpan.FromSeconds(89));
        Assert.Empty(_heard.All);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new AgentEvent.Ended(1006, "silent", MayRetry: true), await _heard.Next());
        go.Writer.Complete();
    }

    private static Func<FakeSocket, Task> AnswerAndClose(params string[] frames) => async socket =>
    {
        await socket.Accept();
        await socket.Receive("user_message");
        foreach (var frame in frames) await socket.Send(frame);
        await socket.Close(1000);
    };

    /// <summary>What the adapter sends first after these frames.</summary>
    private async Task<string?> AnswerTo(params string[] frames)
    {
        var answer = new TaskCompletionSource<string?>();
        _provider.Script = async socket =>
        {
            await socket.Accept();
            foreach (var frame in frames) await socket.Send(frame);
            answer.SetResult(await socket.Receive());
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);
        await using var conversation = await adapter.Open(_heard);
        return await answer.Task.WaitAsync(Heard.Limit);
    }
}
