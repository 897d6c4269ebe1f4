using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class GreetingTests : IAsyncLifetime
{
    private const string ForAsLongAsItTakes = "00:01:00"; // as long as the tests' own limit: an opening that waits it out fails the test

    private readonly Heard _heard = new();
    private FakeElevenLabs _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task The_greeting_completes_the_opening_and_is_never_told()
    {
        _provider.Script = Greet(before: ["Hi, I am Ada"], after: ["We open at nine."]);
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", ForAsLongAsItTakes));

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("When do you open?");

        Assert.Equal(new AgentEvent.Spoke("We open at nine."), await _heard.Next());
    }

    [Fact]
    public async Task An_agent_known_to_have_no_greeting_is_open_at_once_and_its_first_reply_is_told()
    {
        _provider.Greets("");
        _provider.Script = Greet(before: [], after: ["We open at nine."]);
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", ForAsLongAsItTakes));

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("When do you open?");

        Assert.Equal(new AgentEvent.Spoke("We open at nine."), await _heard.Next());
    }

    [Fact]
    public async Task An_agent_that_does_not_greet_is_open_after_the_wait()
    {
        _provider.Greets("Hi, I am Ada");
        _provider.Script = Greet(before: [], after: ["We open at nine."]);
        var clock = new ManualClock();
        await using var adapter = new Adapter(_provider.BaseUrl, clock, ("GreetingWait", "00:00:01.5"));

        var opening = adapter.Open(_heard);
        await clock.SomebodyWaitsFor(TimeSpan.FromSeconds(1.5));
        clock.Advance(TimeSpan.FromSeconds(1.4));
        Assert.False(opening.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        await using var conversation = await opening;
        await conversation.SendUserMessage("When do you open?");

        Assert.Equal(new AgentEvent.Spoke("We open at nine."), await _heard.Next());
    }

    [Fact]
    public async Task A_greeting_that_comes_after_the_first_user_message_is_dropped_once()
    {
        _provider.Greets("Hi, I am Ada ");
        _provider.Script = Greet(before: [], after: ["Hi, I am Ada", "We open at nine.", "Hi, I am Ada"]);
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", "00:00:00.2"));
        await WaitForTheAgent(adapter);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("When do you open?");

        Assert.Equal(new AgentEvent.Spoke("We open at nine."), await _heard.Next());
        Assert.Equal(new AgentEvent.Spoke("Hi, I am Ada"), await _heard.Next());
    }

    [Fact]
    public async Task An_answer_in_the_greetings_words_is_told_when_the_greeting_had_come_before()
    {
        _provider.Greets("Hello!");
        _provider.Script = Greet(before: ["Hello!"], after: ["Hello!"]);
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", ForAsLongAsItTakes));

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("hello");

        Assert.Equal(new AgentEvent.Spoke("Hello!"), await _heard.Next());
    }

    [Fact]
    public async Task Everything_said_before_the_first_user_message_is_dropped_even_after_the_opening()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Send(FakeSocket.Says("Hi", 1));
            await socket.Receive("contextual_update");
            await socket.Send(FakeSocket.Says("Are you there?", 2));
            await socket.Send("""{"type":"ping","ping_event":{"event_id":3}}""");
            await socket.Receive("pong"); // the question has been read before our message is sent
            await socket.Send(FakeSocket.Says("dropped as well", 4));
            await socket.Send("""{"type":"ping","ping_event":{"event_id":5}}""");
            await socket.Receive("pong");
            await socket.Close(1000);
        };
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", ForAsLongAsItTakes));

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendContext("Previous conversation history:\n…");

        Assert.Empty((await _heard.UntilTheEnd()).Spoken);
    }

    [Fact]
    public async Task An_unknown_configured_greeting_holds_nothing_up()
    {
        var never = new TaskCompletionSource();
        _provider.AgentGate = never.Task;
        _provider.Script = Greet(before: [], after: ["We open at nine."]);
        await using var adapter = new Adapter(_provider.BaseUrl);

        await using var conversation = await adapter.Open(_heard);
        await conversation.SendUserMessage("When do you open?");

        Assert.Equal(new AgentEvent.Spoke("We open at nine."), await _heard.Next());
        never.SetCanceled();
    }

    [Fact]
    public async Task The_configured_greeting_is_asked_for_once_per_agent()
    {
        _provider.Greets("");
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", ForAsLongAsItTakes));

        for (var i = 0; i < 3; i++) await using (await adapter.Open(_heard)) { }

        Assert.Equal(1, _provider.AgentCalls);
    }

    [Fact]
    public async Task A_close_while_the_greeting_is_waited_for_is_a_failed_opening()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Close(1011);
        };
        await using var adapter = new Adapter(_provider.BaseUrl, ("GreetingWait", ForAsLongAsItTakes));

        Assert.Equal(new AgentOpening.Failed("provider_crash", MayRetry: true), await adapter.FailToOpen(_heard));
        Assert.Empty(_heard.All);
    }

    private static Func<FakeSocket, Task> Greet(string[] before, string[] after) => async socket =>
    {
        await socket.Accept();
        foreach (var text in before) await socket.Send(FakeSocket.Says(text, 1));
        await socket.Receive("user_message");
        foreach (var text in after) await socket.Send(FakeSocket.Says(text, 2));
        await socket.Stay();
    };

    // The first opening asks; a second one then finds the configured greeting already known.
    private async Task WaitForTheAgent(Adapter adapter)
    {
        var script = _provider.Script;
        _provider.Script = socket => socket.AcceptAndStay();
        await (await adapter.Open(new Heard())).DisposeAsync();
        _provider.Script = script;
        Assert.Equal("Hi, I am Ada ", await adapter.FirstMessages.Of("agent_1").WaitAsync(Heard.Limit));
    }
}
