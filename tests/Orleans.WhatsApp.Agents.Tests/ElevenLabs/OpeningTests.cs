using System.Text.Json;
using System.Threading.Channels;
using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class OpeningTests : IAsyncLifetime
{
    private const string Bare = """{"type":"conversation_initiation_client_data"}""";
    private const string TextOnly = """{"type":"conversation_initiation_client_data","conversation_config_override":{"conversation":{"text_only":true}}}""";

    private readonly Heard _heard = new();
    private FakeElevenLabs _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task The_first_frame_asks_for_text_only_and_the_metadata_completes_the_opening()
    {
        var first = Channel.CreateUnbounded<string?>();
        _provider.Script = async socket =>
        {
            first.Writer.TryWrite(await socket.Accept());
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        var conversation = await adapter.Open(_heard);

        Assert.Equal("conv_1", conversation.ConversationId);
        Assert.Equal(TextOnly, await first.Reader.ReadAsync());
        Assert.Equal(["/v1/convai/conversation/get-signed-url?agent_id=agent_1"], _provider.SignedUrlTargets);
        Assert.Equal(["key-1"], _provider.Keys);
        await conversation.DisposeAsync();
    }

    [Theory]
    [InlineData("conversation_signature=cvtkn_0001")]
    [InlineData("token=a%7eb%2Fc+d%20e==")]
    public async Task The_signed_address_is_used_to_the_letter_with_text_only_after_it(string signature)
    {
        _provider.Signature = signature;
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);

        Assert.Equal([$"/v1/convai/conversation?agent_id=agent_1&{signature}&textOnly=true"], _provider.SocketTargets);
    }

    [Fact]
    public async Task Each_opening_takes_a_signed_address_of_its_own()
    {
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var one = await adapter.Open(_heard);
        await using var two = await adapter.Open(_heard);

        Assert.Equal(2, _provider.SignedUrlTargets.Count);
    }

    [Fact]
    public async Task The_base_address_may_have_a_path_and_a_slash_at_its_end()
    {
        await using var adapter = new Adapter(new Uri(_provider.BaseUrl, "/"));

        await using var conversation = await adapter.Open(_heard);

        Assert.Single(_provider.SignedUrlTargets);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("error")]
    [InlineData("error and close")]
    public async Task An_agent_that_refuses_the_override_is_opened_without_it_and_remembered(string way)
    {
        var firsts = Channel.CreateUnbounded<string>();
        _provider.Script = async socket =>
        {
            var first = await socket.Receive();
            firsts.Writer.TryWrite(first!);
            if (first == Bare)
            {
                await socket.Send(FakeSocket.Metadata);
                await socket.Stay();
                return;
            }

            if (way.StartsWith("error", StringComparison.Ordinal))
                await socket.Send("""{"type":"error","error_event":{"code":1008,"error_type":"override_error","message":"Override for field 'text_only' is not allowed"}}""");
            if (way.EndsWith("close", StringComparison.Ordinal)) await socket.Close(1008, "Override for field 'text_only' is not allowed by config.");
            else await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var one = await adapter.Open(_heard);
        await using var two = await adapter.Open(_heard);
        await using var other = await adapter.Open(_heard, "agent_2");

        Assert.Equal(5, _provider.SignedUrlTargets.Count); // an address is good for one socket
        string[] expected = [TextOnly, Bare, Bare, TextOnly, Bare];
        foreach (var frame in expected) Assert.Equal(frame, await firsts.Reader.ReadAsync());
        Assert.Empty(_heard.All);
    }

    [Fact]
    public async Task A_1008_that_the_override_did_not_cause_fails_for_good_and_is_not_remembered()
    {
        var withOverride = 0;
        _provider.Script = async socket =>
        {
            if (await socket.Receive() == TextOnly) Interlocked.Increment(ref withOverride);
            await socket.Close(1008, "missing_dynamic_variable");
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal(new AgentOpening.Failed("missing_dynamic_variable", MayRetry: false), await adapter.FailToOpen(_heard));
        Assert.Equal(2, _provider.SocketTargets.Count);
        await adapter.FailToOpen(_heard);
        Assert.Equal(2, withOverride);
    }

    [Theory]
    [InlineData(1008, "Some prose about the agent", "refused", false)]
    [InlineData(3000, "", "rejected", false)]
    [InlineData(3008, "", "queue_timed_out", true)]
    [InlineData(1011, "", "provider_crash", true)]
    [InlineData(1002, "llm_timeout", "llm_timeout", true)]
    [InlineData(1006, "", "lost", true)]
    [InlineData(1000, "", "closed", true)]
    public async Task A_close_before_the_metadata_is_a_failure_of_its_class(int code, string text, string reason, bool mayRetry)
    {
        _provider.Script = async socket =>
        {
            await socket.Receive();
            await socket.Close(code, text);
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal(new AgentOpening.Failed(reason, mayRetry), await adapter.FailToOpen(_heard));
        Assert.Empty(_heard.All);
        Assert.Equal(0, adapter.Sockets.Open);
    }

    [Theory]
    [InlineData(401, """{"detail":{"status":"invalid_api_key","message":"key-1 is wrong"}}""", "invalid_api_key", false)]
    [InlineData(401, """{"detail":{"status":"quota_exceeded","message":"…"}}""", "quota_exceeded", false)]
    [InlineData(401, "", "unauthorized", false)]
    [InlineData(403, "no", "forbidden", false)]
    [InlineData(404, """{"detail":{"status":"agent_not_found"}}""", "not_found", false)]
    [InlineData(422, """{"detail":[{"loc":["query","agent_id"],"msg":"bad","type":"value_error"}]}""", "invalid_request", false)]
    [InlineData(429, """{"detail":{"status":"too_many_concurrent_requests"}}""", "too_many_concurrent_requests", true)]
    [InlineData(429, "", "busy", true)]
    [InlineData(500, "", "provider_unavailable", true)]
    [InlineData(503, "<html>", "provider_unavailable", true)]
    [InlineData(200, "<html>", "unreadable_reply", true)]
    [InlineData(200, "[]", "unreadable_reply", true)]
    [InlineData(200, """{"signed_url":null}""", "unreadable_reply", true)]
    [InlineData(200, """{"signed_url":"https://example.com/"}""", "unreadable_reply", true)]
    [InlineData(200, """{"signed_url":"nonsense"}""", "unreadable_reply", true)]
    public async Task An_answer_without_a_signed_address_is_a_failure_of_its_class(int status, string body, string reason, bool mayRetry)
    {
        _provider.SignedUrlAnswer = (status, body);
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal(new AgentOpening.Failed(reason, mayRetry), await adapter.FailToOpen(_heard));
        Assert.Equal(0, adapter.Sockets.Open);
    }

    [Theory]
    [InlineData(403, "forbidden", false)]
    [InlineData(429, "busy", true)]
    [InlineData(502, "provider_unavailable", true)]
    public async Task A_refused_upgrade_is_classed_by_its_status(int status, string reason, bool mayRetry)
    {
        _provider.UpgradeRefusal = status;
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal(new AgentOpening.Failed(reason, mayRetry), await adapter.FailToOpen(_heard));
    }

    [Fact]
    public async Task A_provider_that_is_not_there_may_be_tried_again()
    {
        await using var adapter = new Adapter(new Uri("http://127.0.0.1:1"));

        Assert.Equal(new AgentOpening.Failed("network", MayRetry: true), await adapter.FailToOpen(_heard));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_the_request_may_be_tried_again()
    {
        using var deaf = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        deaf.Start();
        await using var adapter = new Adapter(new Uri($"http://{deaf.LocalEndpoint}"), ("RequestTimeout", "00:00:00.2"));

        Assert.Equal(new AgentOpening.Failed("http_timeout", MayRetry: true), await adapter.FailToOpen(_heard));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked()
    {
        await using var adapter = new Adapter(_provider.BaseUrl, ("ApiKey", ""));

        Assert.Equal(new AgentOpening.Failed("no_api_key", MayRetry: false), await adapter.FailToOpen(_heard));
        Assert.Empty(_provider.SignedUrlTargets);
    }

    [Theory]
    [InlineData("", "init_timeout", true)]
    [InlineData("""{"type":"queue_status","queue_status_event":{"status":"waiting"}}""", "queue_waiting", true)]
    [InlineData("""{"type":"error","error_event":{"code":1008,"error_type":"missing_dynamic_variable"}}""", "missing_dynamic_variable", false)]
    [InlineData("""{"type":"error","error_event":{"code":1002,"error_type":"llm_timeout"}}""", "llm_timeout", true)]
    public async Task A_socket_without_metadata_is_given_up_after_the_init_time_out(string meanwhile, string reason, bool mayRetry)
    {
        var read = new TaskCompletionSource();
        _provider.Script = async socket =>
        {
            await socket.Receive();
            if (meanwhile.Length > 0) await socket.Send(meanwhile);
            await socket.Send("""{"type":"ping","ping_event":{"event_id":1}}""");
            await socket.Receive("pong");
            read.SetResult();
            await socket.Stay();
        };
        var clock = new ManualClock();
        await using var adapter = new Adapter(_provider.BaseUrl, clock, ("InitTimeout", "00:00:15"));

        var opening = adapter.FailToOpen(_heard);
        await read.Task.WaitAsync(Heard.Limit);
        await clock.NobodyWaitsFor(AgentSocket.SendLimit);
        clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(opening.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(new AgentOpening.Failed(reason, mayRetry), await opening);
        Assert.Empty(_heard.All);
    }

    [Fact]
    public async Task A_provider_queue_that_times_out_before_the_metadata_may_be_tried_again()
    {
        _provider.Script = async socket =>
        {
            await socket.Receive();
            await socket.Send(Fixture.Text("s2c_queue_status_waiting.json"));
            await socket.Send(Fixture.Text("s2c_queue_status_timed_out.json"));
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl);

        Assert.Equal(new AgentOpening.Failed("queue_timed_out", MayRetry: true), await adapter.FailToOpen(_heard));
    }

    [Fact]
    public async Task The_callers_stop_ends_an_opening_and_its_socket()
    {
        var connected = new TaskCompletionSource();
        var gone = new TaskCompletionSource();
        _provider.Script = async socket =>
        {
            await socket.Receive();
            connected.SetResult();
            try
            {
                await socket.Stay();
            }
            finally
            {
                gone.SetResult();
            }
        };
        await using var adapter = new Adapter(_provider.BaseUrl);
        using var stop = new CancellationTokenSource();

        var opening = adapter.Connector.Open("agent_1", _heard.Listen, stop.Token);
        await connected.Task.WaitAsync(Heard.Limit);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Heard.Limit));
        await gone.Task.WaitAsync(Heard.Limit);
        Assert.Equal(0, adapter.Sockets.Open);
        Assert.Empty(_heard.All);
    }

    [Fact]
    public void The_documented_reply_with_a_signed_address_is_read()
    {
        using var reply = JsonDocument.Parse(Fixture.Text("constructed_signed_url_response.json"));

        Assert.True(SignedUrl.TryRead(reply.RootElement, out var address));
        Assert.Equal("wss://api.elevenlabs.io/v1/convai/conversation?agent_id=agent_0001&conversation_signature=cvtkn_0001&textOnly=true", address.ToString());
    }
}
