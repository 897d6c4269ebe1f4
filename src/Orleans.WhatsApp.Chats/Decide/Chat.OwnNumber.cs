using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>The business's own number wrote. Our own echo is not a person; only what no send of ours explains is.</summary>
public static partial class Chat
{
    private static Decision OnOwnNumberWrote(Draft draft, OwnNumberWrote wrote)
    {
        var message = wrote.Message;
        if (wrote.IsStored || draft.State.Seen(message.ProviderMessageId) || draft.State.Sends.Any(send => send.Echo?.ProviderMessageId == message.ProviderMessageId))
            return draft.Nothing("P1");

        draft.Meet(wrote.Contact, wrote.ProviderChatId).Show();
        return ExplainedBy(draft.State, message) switch
        {
            // Provisional: the running call may yet name another message, and then this one was a person's after all (S2).
            { Status: SendStatus.Claimed } send => draft.Replace(send with { Echo = message }).Done("P2"),
            { Status: SendStatus.Unknown or SendStatus.Ready } send => Accept(draft, send, message.ProviderMessageId).Done("P3"),
            { Status: SendStatus.AcceptedUnnamed } send => Name(draft, send, message.ProviderMessageId).Done("P4"),
            _ => APersonAnsweredFromThePhone(draft, message),
        };
    }

    /// <summary>What was accepted without a name has one now.</summary>
    private static Draft Name(Draft draft, OpenSend send, string providerMessageId) =>
        draft.Cause(new ChatEffect.ConfirmSend(send.Intent, send.Message, providerMessageId)).Remember(providerMessageId).Forget(send);

    /// <summary>An open send that looks like this and that no other message has explained yet; what was written before the call cannot be its echo.</summary>
    private static OpenSend? ExplainedBy(ChatState chat, OwnNumberMessage message) =>
        chat.Sends.FirstOrDefault(send => MayBeOutSince(send) is not null && send.Echo is null && send.AsSent().IsShownAs(message) && !IsBefore(message, send) && !IsLongAfter(message, send));

    private static Decision APersonAnsweredFromThePhone(Draft draft, OwnNumberMessage message)
    {
        var at = draft.Believed(message.At);
        if (draft.State.LastPhoneAnswerAt is not { } last || at > last) draft.Set(chat => chat with { LastPhoneAnswerAt = at });
        switch (draft.Phase)
        {
            case Phase.Idle or Phase.Closed:
                // A person has looked, unless this is only old news.
                if (draft.State.LastMessageAt is not { } newest || message.At >= newest) draft.Unflag();
                return draft.Store(FromPhone(draft, message)).Done("P5");

            case Phase.Grace:
                draft.AnsweredUpTo(message.At).Store(FromPhone(draft, message));
                return draft.State.Unanswered.IsEmpty ? draft.Unflag().Resolve(ResolvedBy.Human).Done("P6") : draft.GiveTimeForTheRest().Done("P7");

            case Phase.Person:
                return draft.AnsweredUpTo(message.At).Store(FromPhone(draft, message)).Unflag().Touch().Done("P8");

            case Phase.AgentListening or Phase.AgentAsked when IsOldNews(draft.Session, message):
                return draft.Store(FromPhone(draft, message)).Done("P9");

            default:
                draft.Store(FromPhone(draft, message)).HandToPerson(by: null, "WhatsApp");
                return draft.AnsweredUpTo(message.At).Done("P10");
        }
    }

    private static ChatMessage FromPhone(Draft draft, OwnNumberMessage message) => new(
        MessageId.OfProvider(draft.State.Key.Chat, message.ProviderMessageId), draft.State.Session?.Id, Sender.Human, "WhatsApp", message.Text, message.At,
        DeliveryStatus.Accepted, message.ProviderMessageId, IsLate: IsLate(draft, message.At))
    {
        Attachments = message.Attachments,
    };

    /// <summary>In doubt about the clocks a person is believed to have written after the release.</summary>
    private static bool IsOldNews(Session session, OwnNumberMessage message) => message.At < session.FirstMessageAt || message.At < session.ReleasedAt - Overlap;

    private static bool IsBefore(OwnNumberMessage message, OpenSend send) => message.At < MayBeOutSince(send) - Draft.ClockSkew;

    /// <summary>Words say what a message is, however late it comes. A file without any may be anybody's a while after the call.</summary>
    private static bool IsLongAfter(OwnNumberMessage message, OpenSend send) => send.AsSent().HasNoWords && message.At > (send.ClaimedAt ?? send.LastCalledAt) + Draft.ClockSkew;

    /// <summary>Null while it was never handed over, or provably not taken each time.</summary>
    private static DateTimeOffset? MayBeOutSince(OpenSend send) => send.MayBeOutSince ?? send.ClaimedAt;
}
