using System.Data.Common;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Decides what the inbox holds, in the order in which it came.</summary>
public sealed partial class ChatGrain
{
    private const int InboxBatch = 100;

    private async Task DrainInbox()
    {
        for (var rows = await Undone(); rows.Count > 0; rows = rows.Count == InboxBatch ? await Undone() : [])
        {
            for (var next = 0; next < rows.Count;)
            {
                var together = await DecideTogether(rows, next);
                if (together == 0) await DecideRow(rows[next]);
                next += Math.Max(together, 1);
            }
        }
    }

    private Task<IReadOnlyList<InboxRow>> Undone() => AskDatabase(() => inbox.Undone(_key, InboxBatch));

    /// <summary>
    /// What waits while a chat is busy costs it one commit: events that need nothing from the store to be decided, one after the other, and stored at once. Whatever
    /// goes wrong with that, nothing of it is done or all of it, and each is then looked at by itself.
    /// </summary>
    /// <returns>How many are decided.</returns>
    private async Task<int> DecideTogether(IReadOnlyList<InboxRow> rows, int first)
    {
        if (rows.Count - first < 2 || TryRead(rows[first]) is not { } begins) return 0;
        var (before, policy) = await WhatToDecideOn(begins);
        var steps = new List<Step>();
        for (var at = first; at < rows.Count; at++)
        {
            if (TryRead(rows[at]) is not { } input || PhoneOf(before, input) != PhoneOf(before, begins)) break;
            if (TryDecide(steps is [.., var last] ? last.Decision.State : before, input, policy) is not { } step) break;
            steps.Add(step);
        }

        if (steps.Count < 2) return 0;
        try
        {
            await Commit(steps, policy, [.. rows.Skip(first).Take(steps.Count).Select(row => row.Id)]);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(DecideTogether));
            CommitFailed(steps, cause);
            return 0;
        }

        foreach (var step in steps) CarryOut(step.Decision, policy);
        return steps.Count;
    }

    /// <summary>Null for what is decided by itself: what cannot be read, and what asks the store for more than the chat's state.</summary>
    private ChatInput? TryRead(InboxRow row)
    {
        try
        {
            return Read(row) is var input and (ChatInput.ContactWrote or ChatInput.MessageMarked) ? input : null;
        }
        catch (Exception cause) when (cause is FormatException or InvalidOperationException)
        {
            // Said and counted when its turn comes.
            return null;
        }
    }

    private Step? TryDecide(ChatState before, ChatInput input, ChatPolicy policy)
    {
        try
        {
            var decision = Chat.Decide(before, input, clock.GetUtcNow(), policy);
            return decision.Effects is [ChatEffect.DiscardEvent] ? null : new Step(before, decision, input);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(TryDecide));
            return null;
        }
    }

    private ChatInput Read(InboxRow row) => ChannelFor(row.Event.Format).Read(row.Event.Format, row.Event.Body, row.Event.ReceivedAt) is InboundEvent.ToChat { Input: var input }
        ? input
        : throw new FormatException("A kept event is not one for a chat.");

    private async Task DecideRow(InboxRow row)
    {
        try
        {
            await Decide(Read(row), [row.Id]);
        }
        catch (Exception cause) when (cause is not (NotReadyToDecideException or ChatMovedOnException or DbException { IsTransient: true }))
        {
            // These say nothing about the event: it stays where it is, and what came after it waits for it.
            LogEventFailed(cause, _key.Chat, row.Id);
            // If even this cannot be written the database is away: stop here, a sweep comes back.
            if (await inbox.Failed(_key, row.Id, cause.GetType().Name)) await Decide(new ChatInput.EventSetAside());
        }
    }

    /// <summary>A session that is saved by several steps is saved once, as the last of them has it.</summary>
    private static IReadOnlyList<ChatEffect> EffectsOf(IReadOnlyList<Step> steps)
    {
        if (steps is [var only]) return only.Decision.Effects;
        var (effects, saved) = (new List<ChatEffect>(), new HashSet<SessionId>());
        foreach (var effect in steps.SelectMany(step => step.Decision.Effects).Reverse())
            if (effect is not ChatEffect.SaveSession save || saved.Add(save.Session.Id)) effects.Add(effect);
        effects.Reverse();
        return effects;
    }

    /// <summary>One decision of a commit.</summary>
    private sealed record Step(ChatState Before, Decision Decision, ChatInput Input)
    {
        public bool ChangesSomething => !Decision.ChangesNothing(Before);
    }
}
