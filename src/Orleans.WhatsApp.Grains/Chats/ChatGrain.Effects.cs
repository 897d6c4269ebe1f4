using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Carries out, after the commit, what a decision causes outside the database. Nothing here is waited for by a turn.</summary>
public sealed partial class ChatGrain
{
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(10);

    private IElevenLabsConnectionGrain Connection => GrainFactory.GetGrain<IElevenLabsConnectionGrain>(this.GetPrimaryKeyString());

    private void CarryOut(Decision decision, ChatPolicy policy)
    {
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case ChatEffect.AskAgent ask: Ask(ask, decision.State); break;
                case ChatEffect.FetchMedia fetch: Fetch(fetch); break;
                case ChatEffect.EndConversation: _ = EndBeside(decision.State.TurnsAsked); break;
                case ChatEffect.ReadTranscript read: _ = ReadTranscriptBeside(read, policy.TranscriptTimeout); break;
                case ChatEffect.LookUpSend lookUp: _ = LookUpBeside(lookUp, decision.State.ProviderChatId); break;
                case ChatEffect.PullMessages pull: _ = PullBeside(pull, decision.State.ProviderChatId, policy.CatchUpTimeout); break;
            }
        }

        PumpOutbox();
        SetTimer();
    }

    private async Task AskBeside(ChatEffect.AskAgent ask)
    {
        var (self, connection, tenant) = (_self, Connection, GrainFactory.GetGrain<ITenantGrain>(_key.Tenant.Value.ToString("N")));
        try
        {
            // Tried again, since a silo that was killed is not known to be gone for some seconds, and both attempts would be spent on it meanwhile. The connection knows
            // what it was asked before.
            await Beside.Tell(Ask, clock);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(ChatEffect.AskAgent));
            await TryReport(() => self.AgentReported(new AgentReport(AgentNews.Lost, ask.Turn, ask.Attempt, "ask_failed")));
        }

        async Task Ask()
        {
            if (!IsAwaited()) return;
            var context = await store.Context(_key, ask.Session, ask.OwnMessages, options.CurrentValue.ContextMessages);
            var agent = (await tenant.Facts("")).AgentExternalId;
            // Once more: a chat may have been erased meanwhile, and what it said is nobody's to hear.
            if (!IsAwaited()) return;
            await connection.Ask(new AgentRequest(ask.Turn, ask.Attempt, agent, ask.Text, History.AsText(context), ask.Fresh));
        }

        bool IsAwaited() => _state?.Awaits(ask.Turn, ask.Attempt) == true;
    }

    /// <summary>The sweep comes by if this fails.</summary>
    private async Task LookBeside()
    {
        await gate.Enter(_key);
        try
        {
            await _self.LookAgain();
        }
        catch (Exception cause)
        {
            // A call that was given up before its turn came has said so nowhere else.
            _isLookQueued = false;
            LogBesideFailed(cause, _key.Chat, nameof(LookAgain));
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task EndBeside(int lastTurn)
    {
        var connection = Connection;
        // Tried again when the next turn has been asked, it would end that one.
        await TryReport(() => _state?.TurnsAsked > lastTurn ? Task.CompletedTask : connection.End());
    }

    private async Task ReadTranscriptBeside(ChatEffect.ReadTranscript read, TimeSpan limit)
    {
        var self = _self;
        string? answer = null;
        try
        {
            using var stop = new CancellationTokenSource(limit, clock);
            answer = await agents.FindAnswer(read.ConversationId, read.Text, read.AskedAt, stop.Token);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(ChatEffect.ReadTranscript));
        }

        await TryReport(() => self.AgentReported(new AgentReport(AgentNews.TranscriptRead, read.Turn, read.Attempt, answer ?? "")));
    }

    private async Task LookUpBeside(ChatEffect.LookUpSend lookUp, string providerChatId)
    {
        var self = _self;
        IReadOnlyList<FoundMessage>? found = null;
        try
        {
            var channel = await Channel.Read();
            using var stop = new CancellationTokenSource(options.CurrentValue.SendTimeout, clock);
            var seen = await ProviderOf(channel).FindSent(channel.AccountId, providerChatId, lookUp.Sent, lookUp.Since, stop.Token);
            found = seen is { } messages ? [.. messages.Select(message => new FoundMessage(message.ProviderMessageId, message.At))] : null;
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(ChatEffect.LookUpSend));
        }

        await TryReport(() => self.SendLookedUp(new LookUpReport(lookUp.Intent.Value, lookUp.Sent.Text, found)));
    }

    private async Task PullBeside(ChatEffect.PullMessages pull, string providerChatId, TimeSpan limit)
    {
        using var asking = catchUps.Begin();
        var self = _self;
        var pulled = await Pull(providerChatId, pull.Since, limit);
        var isSafe = await TryReport(() => Keep(pulled));
        // Asked again before the agent's answer goes out: what the provider has told may be a person's.
        _mayHaveMissedPeople |= !isSafe;
        await TryReport(() => self.CaughtUp(isSafe && pulled is not null));
    }

    /// <summary>What passed at the provider since then; null if it does not tell in time.</summary>
    private async Task<IReadOnlyList<PulledEvent>?> Pull(string providerChatId, DateTimeOffset since, TimeSpan limit)
    {
        try
        {
            var channel = await Channel.Read();
            using var stop = new CancellationTokenSource(limit, clock);
            return await ProviderOf(channel).Pull(channel.AccountId, providerChatId, since, stop.Token);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(IChannel.Pull));
            return null;
        }
    }

    private async Task Keep(IReadOnlyList<PulledEvent>? pulled)
    {
        var now = clock.GetUtcNow();
        if (pulled is { Count: > 0 }) await inbox.Keep([.. pulled.Select(one => InboxEvent.Of(_key, one.Event, one.Format, one.Body, now))]);
    }

    /// <summary>Reports, and if even that fails leaves it to the deadline that stands behind the effect. False if it was not taken.</summary>
    private async Task<bool> TryReport(Func<Task> report)
    {
        try
        {
            await Beside.Tell(report, clock);
            return true;
        }
        catch (Exception cause)
        {
            LogReportLost(cause, _key.Chat);
            return false;
        }
    }

    /// <summary>For the outbox, which has no deadline behind a running call and would stand still for want of this report.</summary>
    private async Task ReportUntilTaken(Func<Task> report)
    {
        while (!await TryReport(report)) await Task.Delay(ReportPause, clock);
    }

    private IChannel ProviderOf(ChannelView channel) => channels.First(candidate => candidate.Provider == channel.Provider);
}
