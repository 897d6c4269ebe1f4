using System.Collections.Immutable;
using System.Text.Json;
using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats.Tests.Lives;

/// <summary>What must hold after every decision, whatever happened before it.</summary>
internal sealed class Promises(World world)
{
    private readonly Dictionary<IntentId, SendStatus?> _outbox = [];
    private readonly Dictionary<IntentId, int> _copies = [];
    private readonly HashSet<IntentId> _againBySomebody = [];
    private readonly List<IntentId> _firstClaims = [];
    private readonly HashSet<(int Turn, int Attempt)> _asked = [];
    private readonly HashSet<string> _settledTexts = [];
    private readonly HashSet<SessionId> _resolved = [];
    private readonly HashSet<IntentId> _aiIntents = [];

    public void PersonSaysAgain(IntentId intent) => _againBySomebody.Add(intent);

    public void ReachedThePhone(IntentId intent)
    {
        _copies[intent] = _copies.GetValueOrDefault(intent) + 1;
        Assert.True(_copies[intent] == 1 || _againBySomebody.Contains(intent), $"{intent} reached the contact twice");
    }

    public void Claimed(OpenSend send)
    {
        Assert.True(send.Speaker == Sender.Human || HolderOf(world.State) == "agent", "the agent speaks while it does not hold the chat");
        Assert.Equal(SendStatus.Ready, _outbox[send.Intent]);
        Assert.DoesNotContain(_outbox.Values, status => status == SendStatus.Claimed);
        Assert.False(send.Speaker == Sender.Ai && world.State.Sends.TakeWhile(other => other.Intent != send.Intent).Any(other => other.Status == SendStatus.Unknown && other.Epoch == send.Epoch), "the agent overtook an unclear send");
        _outbox[send.Intent] = SendStatus.Claimed;
        if (_firstClaims.Contains(send.Intent)) return;
        var later = world.State.Sends.SkipWhile(other => other.Intent != send.Intent).Skip(1).Select(other => other.Intent);
        Assert.False(later.Any(other => _firstClaims.Contains(other) && SpeakerOf(other) == send.Speaker), "a later send went out first");
        _firstClaims.Add(send.Intent);
    }

    /// <summary>Nothing of it waits ever again, and of its sends only what is with the provider can still arrive.</summary>
    public void Erased(ChatState chat)
    {
        _settledTexts.UnionWith(Waiting(chat));
        _outbox.Clear();
    }

    public void Check(ChatState before, ChatInput input, Decision decision)
    {
        var after = decision.State;
        Assert.True(decision.Refusal is null || ReferenceEquals(before, after), "a refusal changed the chat");
        TheEpochTellsTheHolder(before, after);
        TheOutboxAgrees(before, decision);
        TheAgentKeepsItsPlace(decision);
        NoTextIsLostOrTakenUpAgain(before, input, decision);
        SessionsEndOnce(decision);
        Assert.True(after.SeenIds.Length <= ChatState.RememberedIds);
        Assert.Equal(after.Sends.Length, after.Sends.Select(send => send.Intent).Distinct().Count());
        Assert.True(after.Phase != Phase.AgentAsked || !after.Session!.Turn!.Texts.IsEmpty, "a turn passes nothing on");
        Assert.True(after.Session is null || after.NextDeadline is not null, "a session that nothing will end");
        Assert.True(after.LastMessageAt is not { } last || last <= world.Now.AddSeconds(60), "the newest message is of the future");
    }

    /// <summary>What was stored and read again decides alike.</summary>
    public void HoldAfterAReload(ChatState before, ChatInput input, Decision decision)
    {
        var again = Chat.Decide(ChatStateJson.Read(ChatStateJson.Write(before)), input, world.Now, world.Policy);
        Assert.Equal(decision.Rule, again.Rule);
        Assert.Equal(decision.Refusal, again.Refusal);
        Assert.Equal(ChatStateJson.Write(decision.State), ChatStateJson.Write(again.State));
        Assert.Equal(decision.Effects.Select(Print), again.Effects.Select(Print));
    }

    private static string Print(ChatEffect effect) => effect.GetType().Name + JsonSerializer.Serialize(effect, effect.GetType(), ChatStateJson.Options);

    private static string HolderOf(ChatState chat) => chat.Phase switch
    {
        Phase.Idle or Phase.Closed => "nobody",
        Phase.Grace => "people first",
        Phase.Person => $"person {chat.Session!.TakenOverBy}",
        _ => "agent",
    };

    private static void TheEpochTellsTheHolder(ChatState before, ChatState after)
    {
        Assert.True(after.Epoch >= before.Epoch, "the epoch went down");
        Assert.True(HolderOf(before) == HolderOf(after) || after.Epoch > before.Epoch, $"{HolderOf(before)} became {HolderOf(after)} in one epoch");
        if (HolderOf(after) != "agent")
            Assert.DoesNotContain(after.Sends, send => send is { Speaker: Sender.Ai, Status: SendStatus.Ready } && send.Epoch == after.Epoch);
    }

    private void TheOutboxAgrees(ChatState before, Decision decision)
    {
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case ChatEffect.QueueSend queue: Assert.True(_outbox.TryAdd(queue.Send.Intent, SendStatus.Ready), "an intent was queued twice"); break;
                case ChatEffect.WithdrawSend withdraw: Move(withdraw.Intent, null, SendStatus.Ready); break;
                case ChatEffect.RequeueSend requeue:
                    Assert.Contains(decision.Rule, new[] { "S7", "S8", "S16", "S23", "O22", "O24" });
                    Move(requeue.Intent, SendStatus.Ready, decision.Rule switch { "S7" or "S8" => SendStatus.Claimed, "S23" => SendStatus.Ready, _ => SendStatus.Unknown });
                    break;
                case ChatEffect.MarkSendUnknown unknown: Move(unknown.Intent, SendStatus.Unknown, [SendStatus.Claimed, .. MayBeOut(unknown.Intent)]); break;
                case ChatEffect.ConfirmSend confirm:
                    Move(
                        confirm.Intent, confirm.ProviderMessageId is null ? SendStatus.AcceptedUnnamed : null,
                        [SendStatus.Claimed, SendStatus.Unknown, SendStatus.AcceptedUnnamed, .. MayBeOut(confirm.Intent)]);
                    break;
                case ChatEffect.FailSend { IsUnclaimed: true } fail: Move(fail.Intent, null, SendStatus.Ready); break;
                case ChatEffect.FailSend fail: Move(fail.Intent, null, SendStatus.Claimed, SendStatus.Unknown); break;
                case ChatEffect.WithholdSend withhold: Move(withhold.Intent, null, SendStatus.Ready); break;
            }
        }

        foreach (var send in decision.State.Sends) Assert.Equal(send.Status, _outbox[send.Intent]);

        // What waits to be sent again may be out already.
        SendStatus[] MayBeOut(IntentId intent) => before.Sends.Any(send => send.Intent == intent && send.MayBeOutSince is not null) ? [SendStatus.Ready] : [];
    }

    private void Move(IntentId intent, SendStatus? to, params SendStatus[] from)
    {
        Assert.True(_outbox[intent] is { } status && from.Contains(status), $"{_outbox[intent]} became {to}");
        _outbox[intent] = to;
    }

    private void TheAgentKeepsItsPlace(Decision decision)
    {
        foreach (var queue in decision.Effects.OfType<ChatEffect.QueueSend>().Where(queue => queue.Send.Speaker == Sender.Ai))
        {
            _aiIntents.Add(queue.Send.Intent);
            Assert.Equal("agent", HolderOf(decision.State));
            Assert.Equal(decision.State.Epoch, queue.Send.Epoch);
        }

        foreach (var ask in decision.Effects.OfType<ChatEffect.AskAgent>())
        {
            Assert.True(ask.Attempt is 1 or 2 && _asked.Add((ask.Turn, ask.Attempt)), "a turn was asked once too often");
            Assert.True(world.Policy.AgentMaySpeak, "the agent was asked though it may not speak");
        }
    }

    private Sender SpeakerOf(IntentId intent) => _aiIntents.Contains(intent) ? Sender.Ai : Sender.Human;

    /// <summary>
    /// A text of the contact waits in exactly one place (unanswered, in the outstanding turn, or behind an answer that is not out yet) until an answer
    /// has been handed over, a person has answered or let it be, the contact has deleted it, or its session was resolved. Then it never waits again.
    /// </summary>
    private void NoTextIsLostOrTakenUpAgain(ChatState before, ChatInput input, Decision decision)
    {
        var (was, waits) = (Waiting(before), Waiting(decision.State));
        Assert.Equal(waits.Length, waits.Distinct().Count());
        Assert.DoesNotContain(waits, _settledTexts.Contains);

        if (input is ContactWrote wrote && decision.Rule is "C6" or "C7" or "C8" or "C9" or "C10" or "C11") Assert.Contains(((ContactWrote)input).ProviderMessageId, waits);
        if (decision.Rule == "O20") Assert.Empty(waits);
        foreach (var gone in was.Except(waits))
        {
            Assert.True(MayGo(gone, before, input, decision), $"{gone} was dropped by {decision.Rule}");
            _settledTexts.Add(gone);
        }
    }

    private static bool MayGo(string text, ChatState before, ChatInput input, Decision decision) =>
        decision.Effects.OfType<ChatEffect.SaveSession>().Any(save => save.Session is { Status: SessionStatus.Resolved, ResolvedBy: not null })
        || decision.Rule is "O20" or "O23" or "S3"
        || (decision.Rule is "P7" or "P8" or "P10" && input is OwnNumberWrote own && TimeOf(text, before) <= own.Message.At)
        || (decision.Rule is "M2" or "M4" && input is MessageMarked marked && marked.ProviderMessageId == text)
        || decision.Effects.OfType<ChatEffect.ConfirmSend>().Any(confirm => before.Sends.Any(send => send.Intent == confirm.Intent && send.Answers.Any(answered => answered.ProviderMessageId == text)));

    private static DateTimeOffset TimeOf(string text, ChatState chat) => TextsOf(chat).First(waiting => waiting.ProviderMessageId == text).At;

    private static ImmutableArray<string> Waiting(ChatState chat) => [.. TextsOf(chat).Select(text => text.ProviderMessageId)];

    private static IEnumerable<UnansweredText> TextsOf(ChatState chat) =>
    [
        .. chat.Unanswered,
        .. chat.Session?.Turn is { IsOutstanding: true } turn ? turn.Texts : [],
        .. chat.Sends.Where(send => send.Session == chat.Session?.Id).SelectMany(send => send.Answers),
    ];

    private void SessionsEndOnce(Decision decision)
    {
        foreach (var save in decision.Effects.OfType<ChatEffect.SaveSession>())
        {
            Assert.DoesNotContain(save.Session.Id, _resolved);
            if (save.Session.Status == SessionStatus.Resolved) _resolved.Add(save.Session.Id);
        }
    }
}
