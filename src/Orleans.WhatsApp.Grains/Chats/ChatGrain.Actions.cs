using System.Globalization;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Between the words that travel and the words of the decision.</summary>
public sealed partial class ChatGrain
{
    private ChatInput AsInput(ChatAction action) => action switch
    {
        ChatAction.TakeOver a => new ChatInput.OperatorTookOver(new(a.By), a.Name),
        ChatAction.Release a => new ChatInput.OperatorReleased(new(a.By), a.Immediate),
        ChatAction.Close a => new ChatInput.OperatorClosed(new(a.By)),
        ChatAction.Reopen a => new ChatInput.OperatorReopened(new(a.By)),
        ChatAction.Send a => new ChatInput.OperatorSent(new(a.By), a.Name, a.Text)
        {
            Content = ChatStateJson.ReadContent(a.Content),
            Message = a.ClientId.Length > 0 ? MessageId.OfClient(_key.Chat, new(a.By), a.ClientId) : null,
            ExpectedEpoch = a.ExpectedEpoch,
        },
        ChatAction.AnswerNow a => new ChatInput.OperatorEndedGrace(new(a.By)) { ExpectedEpoch = a.ExpectedEpoch },
        ChatAction.ExtendGrace a => new ChatInput.OperatorExtendedGrace(new(a.By), TimeSpan.FromSeconds(a.Seconds)),
        ChatAction.SettleSend a => new ChatInput.OperatorSettledSend(new(a.By), IntentOf(a.Message), a.SendAgain),
        ChatAction.ResetSession a => new ChatInput.SessionReset(new(a.By)),
        ChatAction.Initiative a => new ChatInput.InitiativeTaken(new(a.By), a.Name, a.Text)
        {
            Content = ChatStateJson.ReadContent(a.Content),
            Sent = a.IsSent ? new OwnNumberMessage(a.ProviderMessageId, a.Text, clock.GetUtcNow()) : null,
            Contact = new Contact("", a.Phone, ""),
            ProviderChatId = a.ProviderChatId,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(action), action.GetType().Name, "Not a chat action."),
    };

    private IntentId IntentOf(Guid message) => _state!.Sends.FirstOrDefault(send => send.Message.Value == message)?.Intent ?? default;

    private ActionOutcome AsOutcome(Decision decision, ChatInput input) => decision.Refusal switch
    {
        null when input is ChatInput.InitiativeTaken { Sent: { } sent } => new ActionOutcome("", MessageId.OfProvider(_key.Chat, sent.ProviderMessageId).Value),
        null when input is ChatInput.InitiativeTaken => new ActionOutcome("", decision.Effects.OfType<ChatEffect.QueueSend>().Single().Send.Message.Value),
        null when input is ChatInput.OperatorSent sent => new ActionOutcome("", (sent.Message ?? decision.Effects.OfType<ChatEffect.QueueSend>().Single().Send.Message).Value),
        null => ActionOutcome.Done,
        Refusal.NoSession => new ActionOutcome("no_session"),
        Refusal.NotTakenOver => new ActionOutcome("not_taken_over"),
        Refusal.TakenOverByOther other => new ActionOutcome("taken_over") { HeldBy = other.By.Value, HeldByName = other.Name, HeldSince = other.At },
        Refusal.NoUsableAgent => new ActionOutcome("no_usable_agent"),
        Refusal.NotInHumanMode => new ActionOutcome("not_in_human_mode"),
        Refusal.SendIsNotUnclear => new ActionOutcome("not_unclear"),
        Refusal.WindowClosed closed => new ActionOutcome("window_closed") { WindowClosedAt = closed.ClosedAt },
        Refusal.NothingToFetch => new ActionOutcome("nothing_to_fetch"),
        Refusal.NotWaiting => new ActionOutcome("not_waiting"),
        Refusal.GraceTooLong => new ActionOutcome("grace_too_long"),
        Refusal.SpeakerMoved moved => new ActionOutcome("speaker_moved")
        {
            Epoch = moved.Epoch,
            MovedBy = moved.Last?.By.ToString().ToLowerInvariant() ?? "",
            MovedByUser = moved.Last?.User?.Value,
            MovedAt = moved.Last?.At,
        },
        var other => throw new InvalidOperationException($"No code for the refusal {other.GetType().Name}."),
    };

    /// <summary>A short code for the timeline; never message text.</summary>
    private static string DetailOf(ChatInput input) => input switch
    {
        ChatInput.SendRefused refused => refused.Code,
        ChatInput.SendPostponed postponed => postponed.Code,
        ChatInput.SendUnclear unclear => unclear.Code,
        ChatInput.SendDenied denied => denied.Reason,
        ChatInput.AgentLost lost => lost.Reason,
        ChatInput.MediaReported { RetryCode: { } code } => code,
        ChatInput.MessageMarked { Mark: MessageMark.Failed failed } => failed.Code,
        ChatInput.CaughtUp caughtUp => caughtUp.Answered ? "answered" : "no_answer",
        ChatInput.Halted halted => halted.Reason.ToString(),
        ChatInput.OperatorExtendedGrace extended => string.Create(CultureInfo.InvariantCulture, $"{extended.Extension.TotalSeconds:0}_seconds"),
        _ => "",
    };
}
