using System.Collections.Immutable;
using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>What becomes of what was to be sent. Outcomes update the message and never reopen a session; an unclear send is not repeated blindly.</summary>
public static partial class Chat
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLookUpDelay = TimeSpan.FromMinutes(10);

    /// <summary>Over some three minutes; a provider that answers none of them has no look-up.</summary>
    private const int MostLookUpsForAName = 6;

    /// <summary>Marks a ready send as handed over, as the outbox row says it is.</summary>
    public static ChatState Claimed(ChatState chat, IntentId intent, DateTimeOffset at) => chat with
    {
        Sends = [.. chat.Sends.Select(send => send.Intent == intent ? send with { Status = SendStatus.Claimed, ClaimedAt = at } : send)],
    };

    private static OpenSend? Find(ChatState chat, IntentId intent) => chat.Sends.FirstOrDefault(send => send.Intent == intent);

    /// <summary>The send has been claimed again since, by a process that took this call's for gone; its own call will say how it ends.</summary>
    private static bool IsOfAnEarlierClaim(OpenSend send, DateTimeOffset claimedAt) => send.Status == SendStatus.Claimed && send.ClaimedAt != claimedAt;

    private static Decision OnSendAccepted(Draft draft, SendAccepted accepted)
    {
        if (Find(draft.State, accepted.Intent) is not { Status: not SendStatus.AcceptedUnnamed } send || MayBeOutSince(send) is null) return draft.Nothing("S1");

        var id = accepted.ProviderMessageId ?? send.Echo?.ProviderMessageId;
        if (id is null)
        {
            // The provider did not say which message it is; its echo will, and must not be taken for a person's.
            return CountIfAgents(draft, send)
                .Cause(new ChatEffect.ConfirmSend(send.Intent, send.Message, null))
                .Replace(send with { Status = SendStatus.AcceptedUnnamed, LookUpAt = draft.Now + Overlap, Answers = [] })
                .Touch().Done("S4");
        }

        Accept(draft, send, id);
        return send.Echo is { } other && other.ProviderMessageId != id && !draft.State.Seen(other.ProviderMessageId)
            ? APersonAnsweredFromThePhone(draft, other) with { Rule = "S3" }
            : draft.Done("S2");
    }

    private static Decision OnSendRefused(Draft draft, SendRefused refused) => Find(draft.State, refused.Intent) switch
    {
        { } send when IsOfAnEarlierClaim(send, refused.ClaimedAt) => draft.Nothing("S20"),
        { Status: SendStatus.Claimed, Echo: { } echo } send => Accept(draft, send, echo.ProviderMessageId).Done("S5"),
        { Status: SendStatus.Claimed, MayBeOutSince: not null } send => LeaveToAPerson(draft, send).Done("S27"),
        { Status: SendStatus.Claimed } send => Fail(draft, send, refused.Code).Done("S6"),
        _ => draft.Nothing("S1"),
    };

    private static Decision OnSendPostponed(Draft draft, SendPostponed postponed)
    {
        if (Find(draft.State, postponed.Intent) is not { Status: SendStatus.Claimed } send) return draft.Nothing("S1");
        if (IsOfAnEarlierClaim(send, postponed.ClaimedAt)) return draft.Nothing("S20");
        if (send.Echo is { } echo) return Accept(draft, send, echo.ProviderMessageId).Done("S5");
        if (IsSuperseded(draft, send)) return Requeue(draft, send).Withdraw(send, "superseded").Done("S8");
        if (send.Postponements + 1 >= draft.Policy.MaxPostponements)
            return send.MayBeOutSince is null ? Fail(draft, send, postponed.Code).Done("S9") : LeaveToAPerson(draft, send).Done("S27");

        var delay = TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, send.Postponements)));
        return Requeue(draft, send with { Postponements = send.Postponements + 1 }, draft.Now + delay).Done("S7");
    }

    private static Decision OnSendUnclear(Draft draft, SendUnclear unclear) => Find(draft.State, unclear.Intent) switch
    {
        { } send when IsOfAnEarlierClaim(send, unclear.ClaimedAt) => draft.Nothing("S20"),
        { Status: SendStatus.Claimed, Echo: { } echo } send => Accept(draft, send, echo.ProviderMessageId).Done("S5"),
        { Status: SendStatus.Claimed } send => LeaveOpen(draft, send, draft.Now + draft.Policy.LookUpInterval).Done("S10"),
        _ => draft.Nothing("S1"),
    };

    private static Decision OnSendOrphaned(Draft draft, SendOrphaned orphaned) => Find(draft.State, orphaned.Intent) switch
    {
        { Status: SendStatus.Claimed, Echo: { } echo } send => Accept(draft, send, echo.ProviderMessageId).Done("S5"),
        { Status: SendStatus.Claimed } send => LeaveOpen(draft, send, draft.Now).Done("S11"),
        _ => draft.Nothing("S1"),
    };

    /// <summary>What keeps any send back at the last moment, a person's as well: a <see cref="SendDenied"/> reason, or null.</summary>
    public static string? WhyNot(ChatState chat, OpenSend send, ChatPolicy policy, DateTimeOffset now) =>
        IsTooLate(chat, send, policy, now) ? SendDenied.WindowClosed
        : send.IsInitiative && !policy.AllowsLiveSend ? SendDenied.LiveSendOff
        : null;

    /// <summary>Claimed at the end of a queue, a free text may find the contact's window closed.</summary>
    private static bool IsTooLate(ChatState chat, OpenSend send, ChatPolicy policy, DateTimeOffset now) =>
        send.Content is not MessageContent.Template && policy.WindowIsClosed(chat, now);

    private static Decision OnSendDenied(Draft draft, SendDenied denied) => Find(draft.State, denied.Intent) switch
    {
        { Status: SendStatus.Ready, MayBeOutSince: not null } send when denied.Reason == SendDenied.WindowClosed => LeaveToAPerson(draft, send).Done("S27"),
        { Status: SendStatus.Ready } send when denied.Reason == SendDenied.WindowClosed => Fail(draft, send, denied.Reason).Done("S21"),
        { Status: SendStatus.Ready } send when denied.Reason == SendDenied.LiveSendOff =>
            draft.Cause(new ChatEffect.WithholdSend(send.Intent, send.Message)).Forget(send).Done("S22"),
        { Status: SendStatus.Ready, Speaker: Sender.Ai } send => draft.Withdraw(send, denied.Reason).Done("S12"),
        _ => draft.Nothing("S1"),
    };

    private static Decision OnSendPaced(Draft draft, SendPaced paced) => Find(draft.State, paced.Intent) switch
    {
        { Status: SendStatus.Ready } send => draft
            .Cause(new ChatEffect.RequeueSend(send.Intent, send.Message, paced.Until) { IsUnclaimed = true }).Replace(send with { NotBefore = paced.Until }).Done("S23"),
        _ => draft.Nothing("S1"),
    };

    private static Decision OnSendLookedUp(Draft draft, SendLookedUp lookedUp)
    {
        if (Find(draft.State, lookedUp.Intent) is not { Status: SendStatus.Unknown or SendStatus.AcceptedUnnamed } send) return draft.Nothing("S1");
        if (send.Status == SendStatus.AcceptedUnnamed) return NameOrForget(draft, send, lookedUp);
        if (lookedUp.Found is not { } found) return LookAgainOrStop(draft, send);
        if (CopyAmong(found, draft.State, send) is { } copy) return Accept(draft, send, copy.ProviderMessageId).Done("S13");

        // Too early, or the provider's history is stale: that nothing is seen proves nothing.
        var callIsOverAt = (send.ClaimedAt ?? draft.Now) + draft.Policy.SendTimeout;
        if (draft.Now < callIsOverAt) return draft.Replace(send with { LookUpAt = callIsOverAt }).Done("S14");
        if (!draft.Policy.ChannelIsOk) return draft.Replace(send with { LookUpAt = draft.Now + LongestDelay }).Done("S14");
        if (send.MissedAt is not { } missedAt || missedAt > draft.Now || draft.Now - missedAt < draft.Policy.LookUpInterval) return LookOnceMore(draft, send);

        if (IsSuperseded(draft, send)) return Requeue(draft, send).Withdraw(send, "superseded").Done("S16");
        if (send.Repeats >= draft.Policy.MaxRepeats) return draft.Replace(send with { LookUpAt = null }).Flag(Attention.SendUnclear).Done("S25");
        return Requeue(draft, send with { Repeats = send.Repeats + 1 }).Done("S16");
    }

    /// <summary>Two look-ups, some time apart: one answer that comes twice is not two.</summary>
    private static Decision LookOnceMore(Draft draft, OpenSend send)
    {
        var missedAt = send.MissedAt is { } earlier && earlier <= draft.Now ? earlier : draft.Now;
        return draft.Replace(send with { Misses = 1, MissedAt = missedAt, LookUpAt = draft.Now + draft.Policy.LookUpInterval }).Done("S15");
    }

    /// <summary>An echo that comes when its send is forgotten would be taken for a person's.</summary>
    private static Decision NameOrForget(Draft draft, OpenSend send, SendLookedUp lookedUp)
    {
        if (lookedUp.Found is null && send.FailedLookUps + 1 < MostLookUpsForAName) return LookAgainLater(draft, send, LongestDelay);
        return lookedUp.Found is { } found && CopyAmong(found, draft.State, send) is { } copy
            ? Name(draft, send, copy.ProviderMessageId).Done("S24")
            : draft.Forget(send).Done("S18");
    }

    private static Decision LookUp(Draft draft, OpenSend send)
    {
        // Asked again should the answer never come back.
        draft.Replace(send with { LookUpAt = draft.Now + LongestDelay });
        return draft.Cause(new ChatEffect.LookUpSend(send.Intent, send.AsSent(), (MayBeOutSince(send) ?? draft.Now) - Overlap)).Done("S19");
    }

    /// <summary>An unclear send of which the look-up told nothing.</summary>
    private static Decision LookAgainOrStop(Draft draft, OpenSend send)
    {
        // Nobody can look while the number is cut off; that says nothing of the provider.
        if (!draft.Policy.ChannelIsOk) return draft.Replace(send with { LookUpAt = draft.Now + LongestDelay }).Done("S17");
        var failures = send.FailedLookUps + 1;
        if (failures >= 3) draft.Flag(Attention.SendUnclear);
        return failures < draft.Policy.MaxLookUps
            ? LookAgainLater(draft, send, LongestLookUpDelay)
            : draft.Replace(send with { FailedLookUps = failures, LookUpAt = null }).Flag(Attention.SendUnclear).Done("S26");
    }

    private static Decision LookAgainLater(Draft draft, OpenSend send, TimeSpan longest)
    {
        var delay = TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, draft.Policy.LookUpInterval.TotalSeconds * Math.Pow(2, send.FailedLookUps)));
        return draft.Replace(send with { FailedLookUps = send.FailedLookUps + 1, LookUpAt = draft.Now + delay }).Done("S17");
    }

    private static OwnNumberMessage? CopyAmong(ImmutableArray<OwnNumberMessage> found, ChatState chat, OpenSend send) =>
        found.FirstOrDefault(message => !IsKnown(chat, message) && !IsLongAfter(message, send));

    private static bool IsKnown(ChatState chat, OwnNumberMessage message) =>
        chat.Seen(message.ProviderMessageId) || chat.Sends.Any(send => send.Echo?.ProviderMessageId == message.ProviderMessageId);

    /// <summary>An AI send whose right to be spoken has gone.</summary>
    private static bool IsSuperseded(Draft draft, OpenSend send) => send.Speaker == Sender.Ai && send.Epoch != draft.State.Epoch;

    private static Draft Accept(Draft draft, OpenSend send, string providerMessageId) => CountIfAgents(draft, send)
        .Cause(new ChatEffect.ConfirmSend(send.Intent, send.Message, providerMessageId))
        .Remember(providerMessageId)
        .Forget(send)
        .Touch();

    private static Draft CountIfAgents(Draft draft, OpenSend send) => send.Speaker == Sender.Ai ? draft.Count(send.Session, send.Text, draft.Now) : draft;

    private static Draft Fail(Draft draft, OpenSend send, string code) =>
        draft.Cause(new ChatEffect.FailSend(send.Intent, send.Message, code) { IsUnclaimed = send.Status == SendStatus.Ready }).Forget(send).Reopen(send).Flag(Attention.SendFailed);

    private static Draft LeaveOpen(Draft draft, OpenSend send, DateTimeOffset? lookUpAt) => draft
        .Cause(new ChatEffect.MarkSendUnknown(send.Intent, send.Message) { IsUnclaimed = send.Status == SendStatus.Ready })
        .Replace(send with { Status = SendStatus.Unknown, MayBeOutSince = MayBeOutSince(send), Misses = 0, MissedAt = null, LookUpAt = lookUpAt });

    /// <summary>This call has failed and an earlier one may not have: nobody but a person can say what to do.</summary>
    private static Draft LeaveToAPerson(Draft draft, OpenSend send) => LeaveOpen(draft, send, lookUpAt: null).Flag(Attention.SendUnclear);

    private static Draft Requeue(Draft draft, OpenSend send, DateTimeOffset? notBefore = null) => draft
        .Cause(new ChatEffect.RequeueSend(send.Intent, send.Message, notBefore))
        .Replace(send with { Status = SendStatus.Ready, ClaimedAt = null, LastCalledAt = send.ClaimedAt ?? send.LastCalledAt, Misses = 0, MissedAt = null, FailedLookUps = 0, LookUpAt = null, NotBefore = notBefore });
}
