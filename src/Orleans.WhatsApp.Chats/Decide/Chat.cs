using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>
/// Every rule about who may speak in a chat, and nothing else. Pure: no clock, no ids invented, no I/O. Each rule is a row under docs/rules with the id that
/// the decision carries; the tests read those rows.
/// </summary>
public static partial class Chat
{
    /// <param name="chat">The chat as it is.</param>
    /// <param name="input">What has happened.</param>
    /// <param name="now">The time of the decision, by the database's clock.</param>
    /// <param name="policy">What tenant, channel and installation say now.</param>
    public static Decision Decide(ChatState chat, ChatInput input, DateTimeOffset now, ChatPolicy policy)
    {
        var draft = new Draft(chat, now, policy);
        var decision = Discarded(draft, input) ?? Ruling(draft, input);
        return decision.State.Epoch == chat.Epoch ? decision : decision with { State = decision.State with { LastMove = SpeakerMove.Of(input, now) } };
    }

    private static Decision Ruling(Draft draft, ChatInput input) => input switch
    {
        ContactWrote wrote => OnContactWrote(draft, wrote),
        OwnNumberWrote wrote => OnOwnNumberWrote(draft, wrote),
        MessageMarked marked => OnMessageMarked(draft, marked),
        OperatorTookOver tookOver => OnTakeover(draft, tookOver),
        OperatorReleased released => OnRelease(draft, released),
        OperatorClosed => OnClose(draft),
        OperatorReopened => OnReopen(draft),
        OperatorSent sent => OnOperatorSent(draft, sent),
        OperatorEndedGrace ended => OnOperatorEndedGrace(draft, ended),
        OperatorExtendedGrace extended => OnOperatorExtendedGrace(draft, extended),
        OperatorSettledSend settled => OnOperatorSettledSend(draft, settled),
        OperatorAskedForMedia asked => OnOperatorAskedForMedia(draft, asked),
        MediaReported reported => OnMediaReported(draft, reported),
        SessionReset => OnSessionReset(draft),
        InitiativeTaken taken => OnInitiativeTaken(draft, taken),
        TimeReached => OnTime(draft),
        CaughtUp caughtUp => OnCaughtUp(draft, caughtUp.Answered),
        ConversationStarted started => OnConversationStarted(draft, started),
        AgentReplied replied => OnAgentReplied(draft, replied),
        AgentLost lost => OnAgentLost(draft, lost),
        TranscriptRead read => OnTranscriptRead(draft, read),
        SendAccepted accepted => OnSendAccepted(draft, accepted),
        SendRefused refused => OnSendRefused(draft, refused),
        SendPostponed postponed => OnSendPostponed(draft, postponed),
        SendUnclear unclear => OnSendUnclear(draft, unclear),
        SendOrphaned orphaned => OnSendOrphaned(draft, orphaned),
        SendDenied denied => OnSendDenied(draft, denied),
        SendPaced paced => OnSendPaced(draft, paced),
        SendLookedUp lookedUp => OnSendLookedUp(draft, lookedUp),
        Halted halted => OnHalted(draft, halted),
        EventSetAside => draft.Flag(Attention.EventSetAside).Done("H4"),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input.GetType().Name, "Not a chat input."),
    };
}
