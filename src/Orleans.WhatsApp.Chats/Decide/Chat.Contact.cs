using System.Collections.Immutable;
using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

public static partial class Chat
{
    private static Decision OnContactWrote(Draft draft, ContactWrote wrote)
    {
        if (wrote.IsStored || draft.State.Seen(wrote.ProviderMessageId)) return draft.Nothing("C1");

        // Made once: a hash costs more than many a rule.
        var message = MessageId.OfProvider(draft.State.Key.Chat, wrote.ProviderMessageId);
        draft.Meet(wrote.Contact, wrote.ProviderChatId).Show();
        if (wrote.IsNotice) return draft.Store(Inbound(draft, message, wrote)).Done("C13");

        draft.OpenWindow(wrote.At);
        Fetch(draft, message, wrote.ProviderMessageId, wrote.Text, wrote.Attachments);
        if (draft.Policy.ContactIsBlacklisted) return WroteThoughSilenced(draft, message, wrote, "C2");
        if (!draft.Policy.TenantIsOn) return WroteThoughSilenced(draft, message, wrote, "C3");
        if (IsLate(draft, wrote.At)) return draft.Store(Inbound(draft, message, wrote, isLate: true)).Flag(Attention.LateMessage).Done("C4");
        // A person had answered from the phone by then; only the webhooks came in the other order.
        if (wrote.At < draft.State.LastPhoneAnswerAt) return draft.Store(Inbound(draft, message, wrote)).Done("C5");

        var early = draft.TakeEarlyMark(wrote.ProviderMessageId);
        if (early is { Text: null }) return draft.Store(Inbound(draft, message, wrote)).Done("C12");
        var text = AsUnanswered(draft, message, early is { Text: { } edited } ? wrote with { Text = edited } : wrote);
        return draft.Phase switch
        {
            Phase.Idle => Begin("C6"),
            Phase.Closed => Begin("C7"),
            Phase.Grace => Add().Done("C8"),
            Phase.AgentListening => Buffer(Add()).Done("C9"),
            Phase.AgentAsked => Buffer(Add()).Done("C10"),
            Phase.Person => Add().Done("C11"),
            _ => throw new ArgumentOutOfRangeException(nameof(draft)),
        };

        Decision Begin(string rule)
        {
            draft.StartSession(text);
            return draft.Store(Inbound(draft, message, wrote)).Done(rule);
        }

        Draft Add() => draft.Wait(draft.State.Unanswered.Add(text)).Store(Inbound(draft, message, wrote)).Touch();
    }

    /// <summary>Restarted by each message, but never beyond its cap.</summary>
    private static Draft Buffer(Draft draft)
    {
        var startedAt = draft.Session.BufferStartedAt ?? draft.Now;
        var endsAt = draft.Now + draft.Policy.MessageBuffer;
        var cap = startedAt + draft.Policy.MessageBufferCap;
        draft.Session = draft.Session with { BufferStartedAt = startedAt, BufferEndsAt = endsAt < cap ? endsAt : cap };
        return draft;
    }

    private static Decision WroteThoughSilenced(Draft draft, MessageId message, ContactWrote wrote, string rule)
    {
        if (draft.State.Session is not null) draft.Resolve(ResolvedBy.Manual);
        return draft.Open().Store(Inbound(draft, message, wrote) with { Session = null }).Done(rule);
    }

    /// <summary>WhatsApp's times are whole seconds: what was written in the very second of the link belongs to it.</summary>
    private static bool IsLate(Draft draft, DateTimeOffset at) =>
        draft.Policy.LinkedAt - at >= TimeSpan.FromSeconds(1) || draft.Now - at > draft.Policy.StaleAfter;

    private static ChatMessage Inbound(Draft draft, MessageId message, ContactWrote wrote, bool isLate = false) => new(
        message, draft.State.Session?.Id, Sender.Contact, draft.State.Contact.Name, wrote.Text, wrote.At,
        DeliveryStatus.Received, wrote.ProviderMessageId, IsLate: isLate)
    {
        Attachments = draft.State.Media.FirstOrDefault(open => open.ProviderMessageId == wrote.ProviderMessageId)?.Attachments ?? wrote.Attachments,
    };

    private static UnansweredText AsUnanswered(Draft draft, MessageId message, ContactWrote wrote) => new(
        message, wrote.ProviderMessageId, TextFor(wrote.Text, wrote.Attachments), draft.Believed(wrote.At));

    private static string TextFor(string text, ImmutableArray<Attachment> attachments) =>
        string.Join(' ', attachments.Select(attachment => attachment.AsText()).Append(text).Where(part => part.Length > 0));

    private static Decision OnMessageMarked(Draft draft, MessageMarked marked)
    {
        // Whatever is reported of a send by its own reference, the provider has it.
        var settled = marked.Intent is { } intent && Find(draft.State, intent) is { } send && MayBeOutSince(send) is not null ? send : null;
        if (settled is not null) Settle(draft, settled, marked);
        draft.Cause(new ChatEffect.MarkMessage(marked.ProviderMessageId, marked.Mark));
        // The mark waits for its message; nobody has written, so there is nothing to show yet.
        if (draft.State is { MessageCount: 0, SessionsStarted: 0, Sends.IsEmpty: true }) draft.Set(chat => chat with { IsHidden = true });
        return marked.Mark switch
        {
            MessageMark.Failed when settled is not null => draft.Reopen(settled).Flag(Attention.SendFailed).Done("M8"),
            MessageMark.Failed => draft.Flag(Attention.SendFailed).Done("M6"),
            _ when settled is not null => draft.Done("M7"),
            MessageMark.Edited edited when Waits(draft, marked) => draft.ChangeTexts(texts => [.. texts.Select(text => IsOf(text, marked) ? text with { Text = edited.Text } : text)]).Done("M1"),
            MessageMark.Deleted when Waits(draft, marked) => OnWaitingTextDeleted(draft, marked),
            MessageMark.Edited edited when !draft.State.Seen(marked.ProviderMessageId) => draft.KeepEarlyMark(new EarlyMark(marked.ProviderMessageId, edited.Text)).Done("M5"),
            MessageMark.Deleted when !draft.State.Seen(marked.ProviderMessageId) => draft.KeepEarlyMark(new EarlyMark(marked.ProviderMessageId, null)).Done("M5"),
            _ => draft.Done("M3"),
        };
    }

    private static void Settle(Draft draft, OpenSend send, MessageMarked marked)
    {
        if (send.Status == SendStatus.AcceptedUnnamed) Name(draft, send, marked.ProviderMessageId);
        else Accept(draft, send, marked.ProviderMessageId);
    }

    private static Decision OnWaitingTextDeleted(Draft draft, MessageMarked marked)
    {
        draft.ChangeTexts(texts => texts.RemoveAll(text => IsOf(text, marked)));
        return draft.Phase == Phase.AgentAsked && draft.Session.Turn!.Texts.IsEmpty ? draft.DropTurn().Done("M4") : draft.Done("M2");
    }

    private static bool Waits(Draft draft, MessageMarked marked) =>
        draft.State.Unanswered.Any(text => IsOf(text, marked))
        || (draft.Phase == Phase.AgentAsked && draft.Session.Turn!.Texts.Any(text => IsOf(text, marked)))
        || draft.State.Sends.Any(send => send.Answers.Any(text => IsOf(text, marked)));

    private static bool IsOf(UnansweredText text, MessageMarked marked) => text.ProviderMessageId == marked.ProviderMessageId;
}
