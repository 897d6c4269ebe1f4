using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats.Tests.Rules;

/// <summary>The words of the tables' <c>input</c> column. Where the words name a time, the life's clock moves there.</summary>
public static class Inputs
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);
    private static readonly MessageId Voice = MessageId.OfProvider(Life.Key.Chat, "rec-1");

    public static readonly IReadOnlyDictionary<string, Func<Life, ChatInput>> All = new Dictionary<string, Func<Life, ChatInput>>
    {
        ["the contact writes"] = life => life.Wrote("new-1", "A new text", life.Now),
        ["the contact sends a picture"] = life => life.Wrote("new-1", "", life.Now) with { Attachments = [new Attachment("a1", "img", FileName: "roof.jpg")] },
        ["a text that the database has comes again"] = life => life.Wrote("new-1", "A new text", life.Now) with { IsStored = true },
        ["a text that was seen comes again"] = life => life.Wrote(life.State.SeenIds is [.., var id] ? id : "none", "Again", life.Now),
        ["a text of two hours ago arrives"] = life => life.Wrote("new-1", "Two hours ago", life.Now.AddHours(-2)),
        ["a text from before the link arrives"] = life => life.Wrote("new-1", "Before", life.Policy.LinkedAt == DateTimeOffset.MinValue ? DateTimeOffset.MinValue : life.Policy.LinkedAt.AddSeconds(-1)),
        ["a text of this very second arrives"] = life => life.Wrote("new-1", "Just now", life.Now.AddMilliseconds(-life.Now.Millisecond)),
        ["a text of ten seconds ago arrives"] = life => life.Wrote("new-1", "Just before", life.Now.AddSeconds(-10)),
        ["a text dated tomorrow arrives"] = life => life.Wrote("new-1", "From a wrong clock", life.Now.AddDays(1)),

        ["a text of before the erasure comes again"] = life => life.Wrote("old-9", "What was erased", (life.Policy.Erased?.Until ?? life.Now).AddSeconds(-1)),
        ["a text of the erasure's very moment comes"] = life => life.Wrote("old-9", "What was erased", life.Policy.Erased?.Until ?? life.Now),
        ["a text of two days ago arrives"] = life => life.Wrote("old-9", "Two days ago", life.Now.AddDays(-2)),
        ["a phone message of before the erasure comes again"] = life => Life.FromPhone("old-9", "What was erased", (life.Policy.Erased?.Until ?? life.Now).AddSeconds(-1)),
        ["a phone message of two days ago arrives"] = life => Life.FromPhone("old-9", "Two days ago", life.Now.AddDays(-2)),
        ["an edit of before the erasure comes again"] = life => new MessageMarked("old-9", new MessageMark.Edited("What was erased", (life.Policy.Erased?.Until ?? life.Now).AddSeconds(-1))),
        ["an edit of two days ago arrives"] = life => new MessageMarked("old-9", new MessageMark.Edited("Two days ago", life.Now.AddDays(-2))),
        ["what was on its way when the chat was erased is reported"] = life => Life.FromPhone("echo-9", "On its way\r\n", life.Now),

        ["a person writes on the phone"] = life => Life.FromPhone("phone-1", "A person here", life.Now),
        ["a phone message dated tomorrow arrives"] = life => Life.FromPhone("phone-1", "A person here", life.Now.AddDays(1)),
        ["a phone message from before the session arrives"] = life => Life.FromPhone("phone-1", "A person here", (life.Session?.FirstMessageAt ?? life.Now).AddSeconds(-1)),
        ["a phone message from between the texts arrives"] = life => Life.FromPhone("phone-1", "A person here", life.State.Unanswered is [var first, ..] ? first.At.AddSeconds(1) : life.Now),
        ["a phone message from before the release arrives"] = life => Life.FromPhone("phone-1", "A person here", (life.Session?.ReleasedAt ?? life.Now).AddMinutes(-3)),
        ["a phone message from just before the release arrives"] = life => Life.FromPhone("phone-1", "A person here", (life.Session?.ReleasedAt ?? life.Now).AddSeconds(-1)),
        ["a picture is sent from the phone"] = life => new OwnNumberWrote(new OwnNumberMessage("phone-1", "", life.Now) { Attachments = [new Attachment("a1", "img")] }),
        ["a picture is sent from the phone an hour later"] = life => new OwnNumberWrote(new OwnNumberMessage("phone-1", "", life.Wait(3600).Now) { Attachments = [new Attachment("a1", "img")] }),
        ["the send's text comes back"] = life => Life.FromPhone("echo-2", life.State.Sends is [.., var send] ? send.Text + "\r\n" : "none", life.Now),
        ["the send's text, written an hour before, arrives"] = life => Life.FromPhone("phone-1", life.State.Sends is [.., var send] ? send.Text : "none", life.Now.AddHours(-1)),
        ["the send's photo comes back"] = life => new OwnNumberWrote(new OwnNumberMessage("echo-2", life.State.Sends is [.., var send] ? send.Text : "none", life.Now) { Attachments = [new Attachment("a1", "img", "image/jpeg")] }),
        ["a recording comes back without its caption"] = life => new OwnNumberWrote(new OwnNumberMessage("echo-2", "", life.Now) { Attachments = [Life.Recording] }),
        ["the send's text comes with a picture"] = life => new OwnNumberWrote(new OwnNumberMessage("phone-1", life.State.Sends is [.., var send] ? send.Text : "none", life.Now) { Attachments = [new Attachment("a1", "img")] }),
        ["an own message that the database has comes again"] = life => Life.FromPhone("phone-1", "A person here", life.Now) with { IsStored = true },
        ["an own message that was seen comes again"] = life => Life.FromPhone(life.State.SeenIds is [.., var id] ? id : "none", "Again", life.Now),
        ["the echo comes again"] = life => Life.FromPhone("echo-1", "From the agent", life.Now),

        ["a waiting text is edited"] = life => new MessageMarked(WaitingId(life), new MessageMark.Edited("Edited", life.Now)),
        ["a waiting text is deleted"] = life => new MessageMarked(WaitingId(life), new MessageMark.Deleted(life.Now)),
        ["a text of the turn is edited"] = life => new MessageMarked("m1", new MessageMark.Edited("Edited", life.Now)),
        ["a text of the turn is deleted"] = life => new MessageMarked("m1", new MessageMark.Deleted(life.Now)),
        ["the send's question is edited"] = life => new MessageMarked("m0", new MessageMark.Edited("Edited", life.Now)),
        ["a message that has not come yet is edited"] = life => new MessageMarked("to come", new MessageMark.Edited("Edited", life.Now)),
        ["a message that has not come yet is deleted"] = life => new MessageMarked("to come", new MessageMark.Deleted(life.Now)),
        ["another message is edited"] = life => new MessageMarked("other", new MessageMark.Edited("Edited", life.Now)),
        ["another message is deleted"] = life => new MessageMarked("other", new MessageMark.Deleted(life.Now)),
        ["a message gets a reaction"] = life => new MessageMarked("m1", new MessageMark.Reacted("👍", "carla", life.Now)),
        ["a message is delivered"] = life => new MessageMarked("out-1", new MessageMark.Delivered(life.Now)),
        ["a message is read"] = life => new MessageMarked("out-1", new MessageMark.Read(life.Now)),

        ["a message is handed to WhatsApp"] = life => new MessageMarked("out-1", new MessageMark.Sent(life.Now)),
        ["a message is listened to"] = life => new MessageMarked("out-1", new MessageMark.Played(life.Now)),
        ["a message never arrived"] = life => new MessageMarked("out-1", new MessageMark.Failed("131047", life.Now)),
        ["the provider reports the send by its reference"] = life => new MessageMarked("out-1", new MessageMark.Delivered(life.Now)) { Intent = life.LastIntent },
        ["the provider reports that the send never arrived"] = life => new MessageMarked("out-1", new MessageMark.Failed("131026", life.Now)) { Intent = life.LastIntent },
        ["the provider tells something about the contact"] = life => life.Wrote("notice-1", "Carla has a new number", life.Now) with { IsNotice = true },

        ["a recording is written out"] = _ => new MediaReported(Voice, [Life.Recording with { State = MediaState.Kept, IsTranscribed = true }], "What was said"),
        ["a picture is here"] = _ => new MediaReported(Voice, [Life.Recording with { State = MediaState.Kept }], null),
        ["an attachment could not be fetched"] = _ => new MediaReported(Voice, [Life.Recording with { State = MediaState.Pending }], null, "http_503"),
        ["the transcriber says when to come again"] = _ => new MediaReported(Voice, [Life.Recording with { State = MediaState.Kept }], null, "quota", TimeSpan.FromSeconds(58)),
        ["Ann asks for attachments that are here"] = _ => new OperatorAskedForMedia(Life.Ann, Voice, "rec-1", "", [Life.Recording with { State = MediaState.Kept, IsTranscribed = true }]),
        ["Ann asks for attachments that were given up"] = _ => new OperatorAskedForMedia(Life.Ann, Voice, "rec-1", "", [Life.Recording with { State = MediaState.Failed, Code = "http_503" }]),
        ["nothing is heard of the fetching"] = life => AtTime(life, life.State.Media is [.., var open] ? open.RetryAt : null),

        ["Ann takes over"] = _ => new OperatorTookOver(Life.Ann, "Ann"),
        ["Bob takes over"] = _ => new OperatorTookOver(Life.Bob, "Bob"),
        ["Ann releases"] = _ => new OperatorReleased(Life.Ann, Immediate: false),
        ["Ann releases for an answer now"] = _ => new OperatorReleased(Life.Ann, Immediate: true),
        ["Ann closes"] = _ => new OperatorClosed(Life.Ann),
        ["Ann reopens"] = _ => new OperatorReopened(Life.Ann),
        ["Ann sends"] = _ => new OperatorSent(Life.Ann, "Ann", "Ann's answer"),
        ["Ann sends a template"] = _ => new OperatorSent(Life.Ann, "Ann", "[welcome]") { Content = new MessageContent.Template("welcome", "en", []) },
        ["Ann's send comes again"] = _ => new OperatorSent(Life.Ann, "Ann", "Ann's answer") { IsStored = true },
        ["Ann's send comes again, of an epoch that has passed"] = life => new OperatorSent(Life.Ann, "Ann", "Ann's answer") { IsStored = true, ExpectedEpoch = life.State.Epoch - 1 },
        ["Ann sends what she wrote before the right to speak moved"] = life => new OperatorSent(Life.Ann, "Ann", "Ann's answer") { ExpectedEpoch = life.State.Epoch - 1 },
        ["Ann sends in the epoch that she saw"] = life => new OperatorSent(Life.Ann, "Ann", "Ann's answer") { ExpectedEpoch = life.State.Epoch },
        ["Ann says: send it again"] = life => new OperatorSettledSend(Life.Ann, life.LastIntent, SendAgain: true),
        ["Ann says: leave it"] = life => new OperatorSettledSend(Life.Ann, life.LastIntent, SendAgain: false),

        ["Ann wants the answer now"] = _ => new OperatorEndedGrace(Life.Ann),
        ["Ann wants the answer now, in the epoch that she saw"] = life => new OperatorEndedGrace(Life.Ann) { ExpectedEpoch = life.State.Epoch },
        ["Ann wants the answer now, on what she saw before the right to speak moved"] = life => new OperatorEndedGrace(Life.Ann) { ExpectedEpoch = life.State.Epoch - 1 },
        ["Ann wants two minutes more"] = _ => new OperatorExtendedGrace(Life.Ann, TimeSpan.FromMinutes(2)),
        ["Ann wants a day more"] = _ => new OperatorExtendedGrace(Life.Ann, TimeSpan.FromDays(1)),

        ["support resets the session"] = _ => new SessionReset(Life.Ann),
        ["the business writes by itself"] = _ => new InitiativeTaken(Life.Ann, "Ann", "A test"),
        ["the message that began the chat is told"] = life => Life.Began("began-1", life.Now),
        ["the message that began the chat is known already"] = life => Life.Began("began-1", life.Now) with { IsStored = true },

        ["a tick comes"] = _ => new TimeReached(),
        ["the grace period ends"] = life => AtTime(life, life.Session?.GraceEndsAt),
        ["the grace period would have ended"] = life => AtTime(life, life.Session?.GraceEndsAt - TimeSpan.FromMinutes(2)),
        ["the end of the grace period is seen late"] = life => AtTime(life, life.Session?.GraceEndsAt + Late),
        ["the buffer ends"] = life => AtTime(life, life.Session?.BufferEndsAt),
        ["the end of the buffer is seen late"] = life => AtTime(life, life.Session?.BufferEndsAt + Late),
        ["the answer is overdue"] = life => AtTime(life, life.Turn?.AnswerDueAt),
        ["the overdue answer is seen late"] = life => AtTime(life, life.Turn?.AnswerDueAt + Late),
        ["the reading takes too long"] = life => AtTime(life, life.Turn?.TranscriptDueAt),
        ["half an hour passes"] = life => AtTime(life, life.Session?.InactiveAt),
        ["the half hour is seen late"] = life => AtTime(life, life.Session?.InactiveAt + Late),
        ["the fetching takes too long"] = life => AtTime(life, life.State.CatchUp?.GiveUpAt),
        ["the end of the fetching is seen late"] = life => AtTime(life, life.State.CatchUp?.GiveUpAt + Late),
        ["the send's delay is over"] = life => AtTime(life, life.State.Sends.LastOrDefault()?.NotBefore),
        ["the send's look-up is due"] = life => AtTime(life, life.State.Sends.LastOrDefault()?.LookUpAt),
        ["the messages have been fetched"] = _ => new CaughtUp(Answered: true),
        ["the messages could not be fetched"] = _ => new CaughtUp(Answered: false),

        ["the conversation begins"] = life => new ConversationStarted(life.TurnNumber, life.Attempt, "conv-9"),
        ["the conversation of another turn begins"] = life => new ConversationStarted(life.TurnNumber + 7, 1, "conv-9"),
        ["the agent answers"] = life => new AgentReplied(life.TurnNumber, life.Attempt, "The agent's answer", (life.Turn?.Parts ?? 0) + 1),
        ["the answer's second part comes, and its first was lost"] = life => new AgentReplied(life.TurnNumber, life.Attempt, "The rest of the answer", (life.Turn?.Parts ?? 0) + 2),
        ["the same part of the answer comes again"] = life => new AgentReplied(life.TurnNumber, life.Attempt, "The agent's answer", life.Turn?.Parts ?? 0),
        ["the first attempt answers"] = life => new AgentReplied(life.TurnNumber, 1, "The agent's answer", (life.Turn?.Parts ?? 0) + 1),
        ["the agent answers with nothing"] = life => new AgentReplied(life.TurnNumber, life.Attempt, " \n"),
        ["the agent answers another turn"] = life => new AgentReplied(life.TurnNumber + 7, 1, "The agent's answer"),
        ["the agent is lost"] = life => new AgentLost(life.TurnNumber, life.Attempt, "closed"),
        ["the agent is lost for good"] = life => new AgentLost(life.TurnNumber, life.Attempt, "no_such_agent", IsHopeless: true),
        ["the agent of another turn is lost"] = life => new AgentLost(life.TurnNumber + 7, 1, "closed"),
        ["the conversation held the answer"] = life => new TranscriptRead(life.TurnNumber, 1, "The agent's answer"),
        ["the conversation held no answer"] = life => new TranscriptRead(life.TurnNumber, 1, null),

        ["the provider accepts"] = life => new SendAccepted(life.LastIntent, "sent-1"),
        ["the provider accepts without a name"] = life => new SendAccepted(life.LastIntent, null),
        ["the provider accepts under the echo's name"] = life => new SendAccepted(life.LastIntent, "echo-1"),
        ["the provider refuses"] = life => new SendRefused(life.LastIntent, "invalid_recipient", LastClaim(life)),
        ["the provider postpones"] = life => new SendPostponed(life.LastIntent, "too_many", LastClaim(life)),
        ["the call ends without a clear answer"] = life => new SendUnclear(life.LastIntent, "timeout", LastClaim(life)),
        ["an earlier call of it is refused"] = life => new SendRefused(life.LastIntent, "invalid_recipient", LastClaim(life).AddMinutes(-1)),
        ["an earlier call of it is postponed"] = life => new SendPostponed(life.LastIntent, "too_many", LastClaim(life).AddMinutes(-1)),
        ["an earlier call of it ends without a clear answer"] = life => new SendUnclear(life.LastIntent, "timeout", LastClaim(life).AddMinutes(-1)),
        ["the sending process is gone"] = life => new SendOrphaned(life.LastIntent),
        ["the claim is denied"] = life => new SendDenied(life.LastIntent, "agent_off"),
        ["its turn comes after the window has closed"] = life => new SendDenied(life.LastIntent, SendDenied.WindowClosed),
        ["the live-send switch is off"] = life => new SendDenied(life.LastIntent, SendDenied.LiveSendOff),
        ["the channel's pace lets it go in a minute"] = life => new SendPaced(life.LastIntent, life.Now.AddMinutes(1)),
        ["the look-up shows nothing"] = life => new SendLookedUp(life.LastIntent, []),
        ["the look-up shows a copy"] = life => new SendLookedUp(life.LastIntent, [new OwnNumberMessage("copy-1", "From the agent", life.Now)]),
        ["the look-up shows only what is known"] = life => new SendLookedUp(life.LastIntent, life.State.SeenIds is [var id, ..] ? [new OwnNumberMessage(id, "From the agent", life.Now)] : []),
        ["the look-up fails"] = life => new SendLookedUp(life.LastIntent, null),

        ["the contact is put on the blacklist"] = _ => new Halted(HaltReason.Blacklisted),
        ["the contact's number is ignored"] = _ => new Halted(HaltReason.Ignored),
        ["the agent is switched off"] = _ => new Halted(HaltReason.AgentSwitchedOff),
        ["the feature is switched off"] = _ => new Halted(HaltReason.FeatureSwitchedOff),
        ["the tenant is suspended"] = _ => new Halted(HaltReason.TenantSuspended),
        ["an event is set aside"] = _ => new EventSetAside(),
    };

    public static Func<Life, ChatInput> Named(string input) => All.TryGetValue(input, out var make) ? make : throw new UnknownPhraseException("input", input);

    /// <summary>The input's kind as the walk over all pairs counts it.</summary>
    public static string Kind(ChatInput input) => input switch
    {
        MessageMarked marked => $"{nameof(MessageMarked)} {marked.Mark.GetType().Name}",
        Halted halted => $"{nameof(Halted)} {halted.Reason}",
        _ => input.GetType().Name,
    };

    private static TimeReached AtTime(Life life, DateTimeOffset? time)
    {
        life.Now = time ?? life.Now;
        return new TimeReached();
    }

    private static DateTimeOffset LastClaim(Life life) => life.State.Sends.LastOrDefault()?.ClaimedAt ?? life.Now;

    private static string WaitingId(Life life) => life.State.Unanswered is [.., var text] ? text.ProviderMessageId : "none";
}
