using System.Diagnostics.Metrics;
using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class OpenSocketsTests : IAsyncLifetime
{
    private FakeElevenLabs _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeElevenLabs.Start();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task An_opening_beyond_the_cap_waits_visibly_until_another_closes()
    {
        await using var adapter = new Adapter(_provider.BaseUrl, ("MaxOpenSocketsPerAgent", "1"));
        var first = await adapter.Open(new Heard());

        var second = adapter.Open(new Heard());
        await using var other = await adapter.Open(new Heard(), "agent_2"); // another agent does not wait

        Assert.False(second.IsCompleted);
        Assert.Equal((2, 1), (adapter.Sockets.Open, adapter.Sockets.Waiting));
        Assert.Equal((2, 1), Measured(adapter));
        await first.DisposeAsync();
        await using var conversation = await second;
        Assert.Equal((2, 0), (adapter.Sockets.Open, adapter.Sockets.Waiting));
    }

    [Fact]
    public async Task A_conversation_that_owes_nothing_makes_way_for_one_that_waits()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Receive("user_message");
            await socket.Send(FakeSocket.Says("answered"));
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl, ("MaxOpenSocketsPerAgent", "3"));

        var heard = Enumerable.Range(0, 12).Select(_ => new Heard()).ToArray();
        await Task.WhenAll(heard.Select(async listener =>
        {
            var conversation = await adapter.Open(listener);
            await conversation.SendUserMessage("hello");
            Assert.Equal(new AgentEvent.Spoke("answered"), await listener.Next());
        }));

        Assert.InRange(adapter.Sockets.Open, 1, 3);
        Assert.Equal(new AgentEvent.Ended(1000, "made_room", MayRetry: true), await (await Task.WhenAny(heard.Select(listener => listener.Next()))));
    }

    [Fact]
    public async Task A_conversation_that_owes_an_answer_is_not_asked_to_make_way()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl, ("MaxOpenSocketsPerAgent", "1"));
        var first = await adapter.Open(new Heard());
        await first.SendUserMessage("hello");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adapter.Connector.Open("agent_1", _ => Task.CompletedTask, patience.Token));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Waiting_for_the_cap_ends_with_the_callers_stop()
    {
        await using var adapter = new Adapter(_provider.BaseUrl, ("MaxOpenSocketsPerAgent", "1"));
        await using var first = await adapter.Open(new Heard());
        using var stop = new CancellationTokenSource();

        var second = adapter.Connector.Open("agent_1", _ => Task.CompletedTask, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Heard.Limit));
        Assert.Equal((1, 0), (adapter.Sockets.Open, adapter.Sockets.Waiting));
    }

    [Fact]
    public async Task Three_hundred_conversations_each_get_their_own_answers_and_give_their_places_back()
    {
        _provider.Script = async socket =>
        {
            await socket.Accept();
            for (var turn = 0; turn < 3; turn++)
            {
                using var message = System.Text.Json.JsonDocument.Parse(await socket.Receive("user_message"));
                await socket.Send("""{"type":"ping","ping_event":{"event_id":1}}""");
                await socket.Send(FakeSocket.Says("re: " + message.RootElement.GetProperty("text").GetString()));
            }

            await socket.Stay();
        };
        await using var adapter = new Adapter(_provider.BaseUrl, ("MaxOpenSocketsPerAgent", "400"));

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async n =>
        {
            var heard = new Heard();
            var conversation = await adapter.Open(heard);
            for (var turn = 0; turn < 3; turn++)
            {
                await conversation.SendUserMessage($"{n}.{turn}");
                Assert.Equal(new AgentEvent.Spoke($"re: {n}.{turn}"), await heard.Next());
            }

            await conversation.DisposeAsync();
            Assert.IsType<AgentEvent.Ended>(await heard.Next());
        }));

        Assert.Equal((0, 0), (adapter.Sockets.Open, adapter.Sockets.Waiting));
    }

    private static (int Open, int Waiting) Measured(Adapter adapter)
    {
        var (open, waiting) = (-1, -1);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, on) =>
        {
            if (instrument.Meter.Name == OpenSockets.MeterName && instrument.Meter.Scope == adapter.MeterScope) on.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (instrument.Name == "whatsapp.agents.sockets.open") open = value;
            if (instrument.Name == "whatsapp.agents.sockets.waiting") waiting = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return (open, waiting);
    }
}
