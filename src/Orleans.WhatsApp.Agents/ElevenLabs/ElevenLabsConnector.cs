using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// Opens agent conversations: a signed address, a socket, the first frame, the provider's acceptance, the greeting out of the way.
/// Turns, attempts, answer deadlines and idle closes are the caller's.
/// </summary>
internal sealed class ElevenLabsConnector(
    ElevenLabsApi api, FirstMessages firstMessages, RefusedOverrides refused, OpenSockets sockets,
    IOptions<ElevenLabsOptions> options, TimeProvider time, ILogger<ElevenLabsConnector> log) : IAgentConnector
{
    /// <inheritdoc/>
    /// <remarks>
    /// Only the caller's own <paramref name="stop"/> throws. A failed opening never calls <paramref name="listen"/>; an opened one may call it, even with the
    /// end, before this task's continuation runs. Waiting for one of the agent's sockets to close is bounded by <paramref name="stop"/> alone.
    /// </remarks>
    public async Task<AgentOpening> Open(string agentExternalId, Func<AgentEvent, Task> listen, CancellationToken stop)
    {
        var seat = await sockets.Take(agentExternalId, stop);
        var opened = false;
        try
        {
            var greeting = firstMessages.Of(agentExternalId);
            var opening = await Open(agentExternalId, greeting, seat, listen, stop);
            opened = opening is AgentOpening.Opened;
            if (opening is AgentOpening.Failed failure) AgentLog.OpeningFailed(log, agentExternalId, failure.Reason);
            return opening;
        }
        finally
        {
            if (!opened) seat.Dispose();
        }
    }

    public async Task<string?> FindAnswer(string conversationId, string userText, DateTimeOffset askedAt, CancellationToken stop) =>
        conversationId.Length > 0 && await api.Conversation(conversationId, stop) is ApiReply.Answered { Body: var conversation }
            ? Transcript.AnswerTo(userText, askedAt, conversation)
            : null;

    private async Task<AgentOpening> Open(
        string agentId, Task<string?> greeting, OpenSockets.Seat seat, Func<AgentEvent, Task> listen, CancellationToken stop)
    {
        var asks = !refused.Contains(agentId);
        var attempt = await Attempt(agentId, asks, greeting, listen, stop);
        if (asks && attempt is Opening.Rejected { PerhapsTheOverride: true } rejection)
        {
            attempt = await Attempt(agentId, asksForTextOnly: false, greeting, listen, stop);

            // 1008 has other causes too (a variable without a value): only what cured it is remembered, or what was called by its name.
            if (attempt is Opening.Accepted || rejection.Reason is "override_error")
            {
                refused.Remember(agentId);
                AgentLog.OverridesRefused(log, agentId);
            }
        }

        if (attempt is not Opening.Accepted { Conversation: var conversation })
            return attempt is Opening.Rejected { Reason: var reason, MayRetry: var mayRetry }
                ? new AgentOpening.Failed(reason, mayRetry)
                : throw new InvalidOperationException("An opening is accepted or rejected.");

        if (!await PassTheGreeting(conversation, greeting, stop) || !conversation.HandOver(seat))
        {
            var closing = await conversation.Closed;
            return new AgentOpening.Failed(closing.Reason, closing.MayRetry);
        }

        AgentLog.Opened(log, conversation.ConversationId, agentId);
        return new AgentOpening.Opened(conversation);
    }

    private async Task<Opening> Attempt(
        string agentId, bool asksForTextOnly, Task<string?> greeting, Func<AgentEvent, Task> listen, CancellationToken stop)
    {
        var reply = await api.SignedUrl(agentId, stop);
        if (reply is ApiReply.Refused no) return new Opening.Rejected(no.Reason, no.MayRetry);
        if (!SignedUrl.TryRead(((ApiReply.Answered)reply).Body, out var address)) return Opening.Rejected.From(ApiReply.Refused.Unreadable);

        using var limit = new CancellationTokenSource(options.Value.InitTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(address, either.Token);
        }
        catch (Exception e) when (AgentSocket.IsLoss(e))
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            stop.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested) return new Opening.Rejected("init_timeout", MayRetry: true);
            return status is 0 ? new Opening.Rejected("network", MayRetry: true) : Opening.Rejected.From(ApiReply.Refused.From(status));
        }

        var wire = new AgentSocket(socket, time);
        await wire.Send(ClientFrame.Initiation(asksForTextOnly));
        var conversation = AgentConversation.Start(wire, () => Known(greeting), listen, time, options.Value.LivenessTimeout, log);
        return await Acceptance(conversation, either.Token, stop);
    }

    private static async Task<Opening> Acceptance(AgentConversation conversation, CancellationToken limit, CancellationToken stop)
    {
        try
        {
            await Task.WhenAny(conversation.Accepted, conversation.Closed).WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            conversation.Abandon();
            stop.ThrowIfCancellationRequested();
            var reason = conversation.Trouble ?? "init_timeout";
            return new Opening.Rejected(reason, !Closing.IsLasting(reason));
        }

        if (conversation.Accepted.IsCompleted) return new Opening.Accepted(conversation);
        var closing = await conversation.Closed;
        return new Opening.Rejected(closing.Reason, closing.MayRetry) { PerhapsTheOverride = closing.Code is 1008 || conversation.OverrideRefused };
    }

    /// <summary>
    /// Waits until a greeting has come, is known not to come, or has had its time. False when the conversation ended meanwhile.
    /// Replies before the first user message are dropped in any case; this only keeps that message from being overtaken by the greeting.
    /// </summary>
    private async Task<bool> PassTheGreeting(AgentConversation conversation, Task<string?> greeting, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var settled = Task.WhenAny(conversation.Greeted, conversation.Closed, Task.Delay(options.Value.GreetingWait, time, over.Token));
        if (await Task.WhenAny(settled, greeting) == settled || Known(greeting) is not "") await settled;
        if (stop.IsCancellationRequested) conversation.Abandon();
        stop.ThrowIfCancellationRequested();
        await over.CancelAsync();
        return !conversation.Closed.IsCompleted;
    }

    private static string? Known(Task<string?> greeting) => greeting.IsCompletedSuccessfully ? greeting.Result?.Trim() : null;

    private static ClientWebSocket NewSocket()
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true; // the status of a refused upgrade
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(30); // keeps middleboxes from forgetting the connection; the provider has pings of its own
        return socket;
    }

    private abstract record Opening
    {
        private Opening() { }

        public sealed record Accepted(AgentConversation Conversation) : Opening;

        public sealed record Rejected(string Reason, bool MayRetry) : Opening
        {
            public bool PerhapsTheOverride { get; init; }

            public static Rejected From(ApiReply.Refused refusal) => new(refusal.Reason, refusal.MayRetry);
        }
    }
}
