using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The server's side of one agent socket: one loop that reads, replies that run beside it.</summary>
internal sealed class AgentSocket(
    WebSocket socket, AgentConversation conversation, TimeProvider clock, Changes changes, Work work, Action abort) : IDisposable
{
    private const int LongestFrame = 1 << 20;

    private readonly SemaphoreSlim _sending = new(1);
    private readonly SimulatedAgent _agent = conversation.Agent;
    private CancellationTokenSource _reply = new();
    private int _eventId;
    private int _pingId;
    private string _greeting = "";
    private bool _greeted;

    public async Task Run(AgentOpening opening, CancellationToken stop)
    {
        var how = AgentClose.Broken;
        try
        {
            if (!await Begin(opening, stop)) return;
            while (await Receive(stop) is { } frame)
            {
                await Handle(frame);
                changes.Happened();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away without a word; that is an end like any other.
        }
        finally
        {
            if (socket.CloseStatus is { } status) how = new AgentClose((int)status, socket.CloseStatusDescription ?? "");
            conversation.Ended(how, clock.GetUtcNow());
            conversation.Socket = null;
            await _reply.CancelAsync();
            changes.Happened();
        }
    }

    public async Task Ping()
    {
        var id = Interlocked.Increment(ref _pingId);
        conversation.Pinged(id);
        changes.Happened();
        await SendIfOpen(AgentFrames.Ping(id));
    }

    public Task Play(AgentReplyScript script) => Play(script, Interlocked.Increment(ref _eventId), CancellationToken.None);

    public async Task Send(JsonObject frame, CancellationToken stop = default)
    {
        await _sending.WaitAsync(stop);
        try
        {
            // Not cancelled halfway: that would break the socket instead of the reply.
            await socket.SendAsync(Wire.Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task Close(AgentClose how)
    {
        conversation.Ended(how, clock.GetUtcNow());
        changes.Happened();
        if (how.Code is 1006)
        {
            abort();
            return;
        }

        await _sending.WaitAsync();
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)how.Code, how.Reason, CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Closed from the other side at the same moment.
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        _sending.Dispose();
        _reply.Dispose();
    }

    private async Task<bool> Begin(AgentOpening opening, CancellationToken stop)
    {
        if (await Receive(stop) is not { } first) return false;
        if (first.String("type") is not "conversation_initiation_client_data")
        {
            conversation.Violated("The first frame was not conversation_initiation_client_data.");
            await Refuse(new AgentClose(1008, "invalid_message"), stop);
            return false;
        }

        conversation.Began(first);
        var overrides = first["conversation_config_override"] as JsonObject;
        if (_agent.RefusesOverrides && overrides is { Count: > 0 })
        {
            await Refuse(AgentClose.OverrideRefused, stop);
            return false;
        }

        conversation.TextOnly = _agent.TextOnly || Flag(overrides?["conversation"]?["text_only"]);
        changes.Happened();
        foreach (var status in opening.Queue) await Send(AgentFrames.Queue(status), stop);
        if (opening.CloseBeforeMetadata is { } early)
        {
            await Refuse(early, stop);
            return false;
        }

        if (opening.MetadataAfter > TimeSpan.Zero) await Task.Delay(opening.MetadataAfter, clock, stop);
        if (opening.WithoutMetadata) return true;

        await Send(AgentFrames.Metadata(conversation.Id), stop);
        if (opening.CloseAfterMetadata is { } late)
        {
            await Refuse(late, stop);
            return false;
        }

        _greeting = overrides?["agent"] is JsonObject agent && agent.ContainsKey("first_message")
            ? agent.String("first_message") ?? ""
            : _agent.FirstMessage;
        if (_agent.Greeting is GreetingTiming.AfterMetadata) await Greet();
        changes.Happened();
        return true;
    }

    private async Task Greet()
    {
        if (_greeted || _greeting.Length is 0) return;
        _greeted = true;
        await Speak(_greeting, Interlocked.Increment(ref _eventId));
    }

    private async Task Refuse(AgentClose how, CancellationToken stop)
    {
        await Close(how);
        // The handshake is finished when the client's own close frame has come.
        while (how.Code is not 1006 && await Receive(stop) is not null)
        {
        }
    }

    private async Task Handle(JsonObject frame)
    {
        if (frame.String("type") is "pong")
        {
            if (frame["event_id"] is not JsonValue id || !id.TryGetValue<int>(out var eventId) || !conversation.Ponged(eventId))
                conversation.Violated($"A pong without a ping: {frame.ToJsonString()}");
            return;
        }

        // Before the frame is on record: who waits for the record may then move the clock.
        if (frame.String("type") is "user_message" or "user_activity") conversation.Input(clock.GetUtcNow());
        conversation.Heard(frame);
        switch (frame.String("type"))
        {
            case "user_message":
                await Answer(frame.String("text") ?? "");
                break;
            case "contextual_update":
                conversation.Context(frame.String("text") ?? "");
                break;
            case null when !frame.ContainsKey("user_audio_chunk"):
                conversation.Violated($"A frame without a type: {frame.ToJsonString()}");
                break;
        }
    }

    private async Task Answer(string text)
    {
        if (conversation.ReplyOutstanding)
        {
            conversation.Violated($"user_message \"{text}\" came while a reply was outstanding.");
            await _reply.CancelAsync();
            await SendIfOpen(AgentFrames.Interruption(_eventId));
        }

        _reply = new CancellationTokenSource();
        conversation.ReplyOutstanding = true;
        var number = conversation.Asked(text, clock.GetUtcNow());
        _ = Reply(new AgentTurn(conversation, number, text), _reply.Token);
    }

    private async Task Reply(AgentTurn turn, CancellationToken stop)
    {
        work.Begin();
        try
        {
            // The brain may think for long; the read loop must not wait for it.
            await Task.Yield();
            await Greet();
            var script = Think(turn);
            await Play(script, Interlocked.Increment(ref _eventId), stop);
            // Silence leaves the turn open: the client is still owed an answer.
            if (script.Steps.Any(step => step is AgentStep.Say)) EndTurn(stop);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Interrupted, or the client has left.
        }
        finally
        {
            work.End();
        }
    }

    private AgentReplyScript Think(AgentTurn turn)
    {
        try
        {
            return _agent.Brain(turn);
        }
#pragma warning disable CA1031 // A brain is a test's own code: whatever it throws must be seen, not lost in a background task.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            conversation.Violated($"The brain failed: {failure}");
            return AgentReplyScript.Silence;
        }
    }

    private void EndTurn(CancellationToken stop)
    {
        if (!stop.IsCancellationRequested) conversation.ReplyOutstanding = false;
    }

    private async Task Play(AgentReplyScript script, int eventId, CancellationToken stop)
    {
        for (var place = 0; place < script.Steps.Count; place++)
        {
            stop.ThrowIfCancellationRequested();
            var step = script.Steps[place];
            // The client may ask again the moment the last answer is out, so the turn ends before it leaves.
            if (step is AgentStep.Say && !script.Steps.Skip(place + 1).Any(later => later is AgentStep.Say)) EndTurn(stop);
            await Do(step, eventId, stop);
            changes.Happened();
        }
    }

    private Task Do(AgentStep step, int eventId, CancellationToken stop) => step switch
    {
        AgentStep.Say say => Speak(say.Text, eventId, stop),
        AgentStep.Part part => Send(AgentFrames.Part(part.Kind, part.Text, eventId), stop),
        AgentStep.Correct correct => Send(AgentFrames.Correction(correct.Original, correct.Corrected, eventId), stop),
        AgentStep.SayOnlyInTranscript unheard => Keep(unheard.Text),
        AgentStep.Interrupt => Send(AgentFrames.Interruption(eventId), stop),
        AgentStep.Pause pause => Task.Delay(pause.Time, clock, stop),
        AgentStep.Until until => until.Fact.WaitAsync(stop),
        AgentStep.Frame frame => Send((JsonObject)frame.Json.DeepClone(), stop),
        AgentStep.Close close => Close(close.How),
        _ => throw new InvalidOperationException($"No such step: {step}."),
    };

    private Task Keep(string text)
    {
        conversation.Spoke(text, clock.GetUtcNow(), heard: false);
        return Task.CompletedTask;
    }

    private async Task Speak(string text, int eventId, CancellationToken stop = default)
    {
        conversation.Spoke(text, clock.GetUtcNow(), heard: true);
        await Send(AgentFrames.Response(text, eventId), stop);
        if (!conversation.TextOnly) await Send(AgentFrames.Audio(eventId), stop);
    }

    private async Task SendIfOpen(JsonObject frame)
    {
        try
        {
            if (socket.State is WebSocketState.Open) await Send(frame);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The read loop notices the end and records it.
        }
    }

    /// <summary>The next text frame as JSON; null when the client closes. What is no JSON object counts as a violation and is skipped.</summary>
    private async Task<JsonObject?> Receive(CancellationToken stop)
    {
        var buffer = new byte[1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                // Grown when needed: thousands of idle sockets each hold one of these.
                if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 4);
                if (length > LongestFrame) throw new WebSocketException(WebSocketError.HeaderError);
                part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType is WebSocketMessageType.Close)
            {
                // Recorded before the answer leaves: a client that sees the close must find it in the record.
                conversation.Ended(new AgentClose((int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty), socket.CloseStatusDescription ?? ""), clock.GetUtcNow());
                await Close(new AgentClose((int)WebSocketCloseStatus.NormalClosure));
                return null;
            }

            if (Parse(buffer.AsMemory(0, length)) is { } frame) return frame;
            conversation.Violated("A frame that is no JSON object.");
            changes.Happened();
        }
    }

    private static JsonObject? Parse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            return JsonNode.Parse(frame.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
