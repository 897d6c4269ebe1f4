namespace Orleans.WhatsApp.Chats.Tests.Rules;

/// <summary>The words of the tables' <c>given</c> column: a situation, then details, divided by semicolons.</summary>
public static class Givens
{
    private static readonly Dictionary<string, string[]> Groups = new()
    {
        ["any phase"] = ["an open chat without a session", "a closed chat", "a waiting session", "the agent listens", "the agent owes an answer", "a person holds the chat"],
        ["no session"] = ["an open chat without a session", "a closed chat"],
        ["any session"] = ["a waiting session", "the agent listens", "the agent owes an answer", "a person holds the chat"],
        ["an active session"] = ["the agent listens", "the agent owes an answer", "a person holds the chat"],
        ["no active session"] = ["an open chat without a session", "a closed chat", "a waiting session"],
        ["the agent holds the chat"] = ["the agent listens", "the agent owes an answer"],
        ["nobody or a person holds the chat"] = ["an open chat without a session", "a closed chat", "a waiting session", "a person holds the chat"],
        ["no person may write"] = ["an open chat without a session", "a closed chat", "the agent listens", "the agent owes an answer"],
        ["the chat is not waiting"] = ["an open chat without a session", "a closed chat", "the agent listens", "the agent owes an answer", "a person holds the chat"],
        ["the chat is not closed"] = ["an open chat without a session", "a waiting session", "the agent listens", "the agent owes an answer", "a person holds the chat"],
    };

    private static readonly Dictionary<string, Func<Life, Life>> Situations = new()
    {
        ["a new chat"] = life => life,
        ["an open chat without a session"] = life => life.At(-3600).Texts("old-1", "Earlier").Do(Life.FromPhone("old-2", "Solved", life.Now)).At(0),
        ["a closed chat"] = life => life.At(-3600).Texts("old-1", "Earlier").Do(new ChatInput.OperatorClosed(Life.Ann)).At(0),
        ["a waiting session"] = life => life.At(0).Texts("m1", "Hello").At(60),
        ["the agent owes an answer"] = life => life.At(0).Texts("m1", "Hello").At(180).Do(new ChatInput.TimeReached()).At(190),
        ["the agent listens"] = life => AnAnswerArrived(life.At(0).Texts("m1", "Hello").At(180).Do(new ChatInput.TimeReached()).At(185)).At(240),
        ["a person holds the chat"] = life => life.At(0).Texts("m1", "Hello").At(60).Do(new ChatInput.OperatorTookOver(Life.Ann, "Ann")).At(90),
        ["Ann has given the chat back"] = life => life.At(0).Texts("m1", "Hello").At(60).Do(new ChatInput.OperatorTookOver(Life.Ann, "Ann")).At(600).Do(new ChatInput.OperatorReleased(Life.Ann, Immediate: false)).At(610),
        ["the phone holds the chat"] = life => AnAnswerArrived(life.At(0).Texts("m1", "Hello").At(180).Do(new ChatInput.TimeReached()).At(185)).At(240).Do(Life.FromPhone("p1", "I am here", life.Now)).At(250),
    };

    private static readonly Dictionary<string, Func<Life, Life>> Details = new()
    {
        ["a second text waits"] = life => life.Wait(5).Texts("m2", "Are you there?").Wait(5),
        ["it was made two minutes longer"] = life => life.Do(new ChatInput.OperatorExtendedGrace(Life.Ann, TimeSpan.FromMinutes(2))),
        ["a text is buffered"] = life => life.Texts("m2", "Are you there?"),
        ["a text is buffered for 50 s"] = life => life.Texts("m2", "One").Wait(15).Texts("m3", "Two").Wait(15).Texts("m4", "Three").Wait(15).Texts("m5", "Four").Wait(5),
        ["a text waits for the next turn"] = life => life.Wait(2).Texts("m2", "And another thing").Wait(2),
        ["nothing is unanswered"] = life => life.Change(chat => chat with { Unanswered = [] }),
        ["the waiting text was deleted"] = life => life.Do(new ChatInput.MessageMarked("m2", new MessageMark.Deleted(life.Now))),
        ["its only text was deleted"] = life => life.Do(new ChatInput.MessageMarked("m1", new MessageMark.Deleted(life.Now))),
        ["the next text was edited before it came"] = life => life.Do(new ChatInput.MessageMarked("new-1", new MessageMark.Edited("Edited", life.Now))),
        ["the next text was deleted before it came"] = life => life.Do(new ChatInput.MessageMarked("new-1", new MessageMark.Deleted(life.Now))),
        ["an older message is known"] = life => life.Change(chat => chat with { SeenIds = chat.SeenIds.Add("other") }),
        ["the phone has just answered"] = life => life.Change(chat => chat with { LastPhoneAnswerAt = life.Now }),

        ["a mark has come before its message"] = life => life.Do(new ChatInput.MessageMarked("out-1", new MessageMark.Delivered(life.Now))),
        ["the channel is not linked any more"] = life => life.With(policy => policy with { LinkedAt = DateTimeOffset.MinValue }),
        ["the channel was linked just now"] = life => life.Wait(0.6).With(policy => policy with { LinkedAt = life.Now.AddSeconds(-0.2) }),
        ["the channel has a window"] = life => life.With(policy => policy with { Window = TimeSpan.FromDays(1) }),
        ["the contact's window has closed"] = life => life.With(policy => policy with { Window = TimeSpan.FromDays(1) }).Change(chat => chat with { WindowClosesAt = life.Now.AddMinutes(-1) }),
        ["the contact has just written"] = life => life.Change(chat => chat with { WindowClosesAt = life.Now.AddHours(23) }),
        ["the channel gives files"] = life => life.With(policy => policy with { FetchesMedia = true }),
        ["the contact has sent a recording"] = life => life.With(policy => policy with { FetchesMedia = true }).Do(life.Wrote("rec-1", "", life.Now) with { Attachments = [Life.Recording] }),
        ["a recording is being fetched"] = life => life.Change(chat => chat with { Media = [new OpenMedia(MessageId.OfProvider(Life.Key.Chat, "rec-1"), "rec-1", "", [Life.Recording with { State = MediaState.Pending }], life.Now.AddSeconds(10))] }),
        ["it has failed four times"] = life => life.Change(chat => chat with { Media = [chat.Media[0] with { Failures = 4 }] }),
        ["it has failed five times"] = life => life.Change(chat => chat with { Media = [chat.Media[0] with { Failures = 5 }] }),
        ["the contact's number is on the ignore list"] = life => life.With(policy => policy with { ContactIsIgnored = true }),
        ["its number was ignored"] = life => life.Change(chat => chat with { IsHidden = true }),

        ["the contact is blacklisted"] = life => life.With(policy => policy with { ContactIsBlacklisted = true }),
        ["the tenant is switched off"] = life => life.With(policy => policy with { TenantIsOn = false }),
        ["no agent is usable"] = life => life.With(policy => policy with { AgentIsUsable = false }),
        ["the tenant keeps messages for a day"] = life => life.With(policy => policy with { KeepFor = TimeSpan.FromDays(1) }),

        ["it was erased a minute ago"] = life => life.Erased(before: 60),
        ["it was erased ten minutes ago"] = life => life.Erased(before: 601),
        ["the channel is down"] = life => life.With(policy => policy with { ChannelIsOk = false }),

        ["it needs attention: no agent"] = life => life.Change(chat => chat with { Attention = Attention.NoAgent }),
        ["it needs attention: send unclear"] = life => life.Change(chat => chat with { Attention = Attention.SendUnclear }),
        ["it needs attention: agent silent"] = life => life.Change(chat => chat with { Attention = Attention.AgentSilent }),

        ["its conversation has begun"] = life => life.Do(new ChatInput.ConversationStarted(life.TurnNumber, life.Attempt, "conv-1")),
        ["the first conversation is being read"] = life => life.Do(new ChatInput.ConversationStarted(life.TurnNumber, 1, "conv-1")).Do(new ChatInput.AgentLost(life.TurnNumber, 1, "closed")),
        ["the second attempt runs"] = life => life.Do(new ChatInput.AgentLost(life.TurnNumber, 1, "closed")),
        ["the agent was given up"] = life => life.Do(new ChatInput.AgentLost(life.TurnNumber, 1, "no_such_agent", IsHopeless: true)),
        ["the agent was asked an hour ago"] = life => life.Change(chat => chat with { Session = chat.Session! with { ConversationId = "conv-1", LastAgentInteractionAt = life.Now.AddMinutes(-31) } }),
        ["the conversation is still warm"] = life => life.Change(chat => chat with { Session = chat.Session! with { ConversationId = "conv-1", LastAgentInteractionAt = life.Now.AddMinutes(-1) } }),

        ["an agent's send is ready"] = life => life.HasSend(Sender.Ai, SendStatus.Ready),
        ["an agent's send is claimed"] = life => life.HasSend(Sender.Ai, SendStatus.Claimed),
        ["an agent's send is unknown"] = life => life.HasSend(Sender.Ai, SendStatus.Unknown),
        ["an agent's send is accepted without a name"] = life => life.HasSend(Sender.Ai, SendStatus.AcceptedUnnamed),
        ["an outdated agent's send is claimed"] = life => life.HasSend(Sender.Ai, SendStatus.Claimed, epochsAgo: 1),
        ["an outdated agent's send is unknown"] = life => life.HasSend(Sender.Ai, SendStatus.Unknown, epochsAgo: 1),
        ["a person's send is ready"] = life => life.HasSend(Sender.Human, SendStatus.Ready),
        ["a person's send is claimed"] = life => life.HasSend(Sender.Human, SendStatus.Claimed),
        ["a person's send is unknown"] = life => life.HasSend(Sender.Human, SendStatus.Unknown),
        ["a person's send is accepted without a name"] = life => life.HasSend(Sender.Human, SendStatus.AcceptedUnnamed),
        ["it is a photo"] = life => life.ChangeLastSend(send => send with { Content = new MessageContent.Media(default, "image", "image/jpeg", "roof.jpg", send.Text) }),
        ["it is a photo without words"] = life => life.ChangeLastSend(send => send with { Text = "", Content = new MessageContent.Media(default, "image", "image/jpeg", "roof.jpg", "") }),
        ["it is a recording"] = life => life.ChangeLastSend(send => send with { Content = new MessageContent.Media(default, "audio", "audio/ogg", "voice.ogg", send.Text) }),
        ["it was sent again twice"] = life => life.ChangeLastSend(send => send with { Repeats = 2, MayBeOutSince = life.Now.AddMinutes(-2) }),
        ["an earlier call of it was unclear"] = life => life.ChangeLastSend(send => send with { Repeats = 1, MayBeOutSince = life.Now.AddSeconds(-40) }),
        ["it answers an earlier text"] = life => life.ChangeLastSend(send => send with { Answers = life.ATextOfTheLastTurn }),
        ["both are parts of one reply"] = life => life.Change(chat => chat with { Sends = [.. chat.Sends.Select(send => send with { Turn = 1 })] }),
        ["its first part was refused"] = life => life.Change(chat => chat with { Unanswered = chat.Session!.Turn!.Texts }),
        ["its echo was seen"] = life => life.ChangeLastSend(send => send with { Echo = new OwnNumberMessage("echo-1", send.Text, life.Now) }),
        ["it was postponed"] = life => life.ChangeLastSend(send => send with { NotBefore = life.Now.AddSeconds(4), Postponements = 3 }),
        ["it was postponed nineteen times"] = life => life.ChangeLastSend(send => send with { Postponements = 19 }),
        ["its call is over"] = life => life.Wait(15),
        ["one look-up has shown nothing"] = life => life.Wait(15).ChangeLastSend(send => send with { Misses = 1, MissedAt = life.Now, LookUpAt = life.Now.AddSeconds(5) }),
        ["five seconds pass"] = life => life.Wait(5),
        ["25 seconds pass"] = life => life.Wait(25),
        ["ten minutes pass"] = life => life.Wait(600),
        ["five look-ups have failed"] = life => life.ChangeLastSend(send => send with { FailedLookUps = 5 }),
        ["47 look-ups have failed"] = life => life.ChangeLastSend(send => send with { FailedLookUps = 47 }),
        ["it is left to a person"] = life => life.ChangeLastSend(send => send with { LookUpAt = null }),
        ["two look-ups have failed"] = life => life.ChangeLastSend(send => send with { FailedLookUps = 2 }),

        ["people's messages are being fetched"] = life => life.Change(chat => chat with { CatchUp = new CatchUp(life.Now, life.Now.AddSeconds(3)) }),
        ["they are being fetched for the third time"] = life => life.Change(chat => chat with { CatchUp = new CatchUp(life.Now, life.Now.AddSeconds(3)) { Tries = 3 } }),
        ["people's messages have just been fetched"] = life => life.Change(chat => chat with { CatchUp = new CatchUp(life.Now.AddSeconds(-2), life.Now.AddSeconds(1)) { IsDone = true } }),
        ["people's messages were fetched after an earlier outage"] = life => life.Change(chat => chat with { CatchUp = new CatchUp(life.Now, life.Now.AddSeconds(3)) { IsDone = true } }),
    };

    /// <summary>The chats that the words describe: several where the situation is a group.</summary>
    public static IEnumerable<Func<Life>> Named(string given)
    {
        var words = given.Split("; ");
        foreach (var situation in Groups.GetValueOrDefault(words[0], [words[0]]))
        {
            if (!Situations.TryGetValue(situation, out var play)) throw new UnknownPhraseException("given", situation);
            foreach (var detail in words[1..])
                if (!Details.ContainsKey(detail)) throw new UnknownPhraseException("given", detail);

            yield return () => words[1..].Aggregate(play(new Life()), (life, detail) => Details[detail](life));
        }
    }

    private static Life With(this Life life, Func<ChatPolicy, ChatPolicy> change)
    {
        life.Policy = change(life.Policy);
        return life;
    }

    /// <summary>What passed before is gone, a send of Ann's was with the provider, and what the situation holds was written since.</summary>
    private static Life Erased(this Life life, int before)
    {
        var then = ChatState.New(Life.Key, "chat-1") with { SessionsStarted = 3, Sends = [new OpenSend(IntentId.Of(Life.Key.Chat, 9), new(default), null, Sender.Human, "On its way", 4) { Status = SendStatus.Claimed }] };
        var at = life.Now.AddSeconds(-before);
        return life.With(policy => policy with { Erased = Chat.Erase(then, null, at, at) });
    }

    private static Life AnAnswerArrived(Life life)
    {
        life.Do(new ChatInput.ConversationStarted(life.TurnNumber, 1, "conv-0")).Do(new ChatInput.AgentReplied(life.TurnNumber, 1, "Hello, I am the agent"));
        var intent = life.LastIntent;
        return life.Change(chat => Chat.Claimed(chat, intent, life.Now)).Do(new ChatInput.SendAccepted(intent, "ai-1"));
    }
}

public sealed class UnknownPhraseException(string column, string phrase) : Exception($"The tests have no meaning for the {column} \"{phrase}\"; add it to the dictionary or use one of its phrases.");
