using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Feed;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>A decision as the statements of its one transaction, in the order in which they run.</summary>
internal static class CommitStatements
{
    public static IReadOnlyList<Statement> Of(ChatCommit commit, DateTimeOffset now)
    {
        var statements = new List<Statement>(OfChatRow(commit, now));
        foreach (var effect in commit.Effects) statements.AddRange(Carry(commit, effect, now));
        foreach (var entry in commit.Timeline) statements.Add(TimelineStatements.Add(commit.Chat, entry));
        foreach (var row in commit.InboxDone) statements.Add(InboxStatements.Done(commit.Chat, row));
        if (FeedStatements.OfCommit(commit, now) is { } change) statements.Add(change);
        return statements;
    }

    /// <summary>The chat's row, first in every transaction that writes to the chat: whoever has it writes the rest.</summary>
    public static IEnumerable<Statement> OfChatRow(ChatCommit commit, DateTimeOffset now)
    {
        // May compare with the row that the next statement replaces.
        if (CountChange.Of(commit) is { } change) yield return change;
        yield return ChatRowStatements.Save(commit, now);
        if (commit.IsNew) yield return ErasureStatements.Guard(commit);
    }

    private static IEnumerable<Statement> Carry(ChatCommit commit, ChatEffect effect, DateTimeOffset now) => effect switch
    {
        ChatEffect.StoreMessage store => MessageStatements.Store(commit.Chat, store.Message, now),
        ChatEffect.MarkMessage mark => MarkStatements.Mark(commit.Chat, mark.ProviderMessageId, mark.Mark),
        ChatEffect.SaveSession save => [SessionStatements.Save(commit.Chat, save.Session, now)],
        ChatEffect.QueueSend queue => [OutboxStatements.Queue(commit.Chat, queue.Send, now)],
        ChatEffect.WithdrawSend withdraw => OutboxStatements.Withdraw(commit.Chat, withdraw, now),
        ChatEffect.RequeueSend requeue => OutboxStatements.Requeue(commit, requeue, now),
        ChatEffect.MarkSendUnknown unknown => OutboxStatements.MarkUnknown(commit.Chat, unknown, now),
        ChatEffect.ConfirmSend confirm => OutboxStatements.Confirm(commit.Chat, confirm, now),
        ChatEffect.FailSend fail => OutboxStatements.Fail(commit.Chat, fail, now),
        ChatEffect.WithholdSend withhold => OutboxStatements.Withhold(commit.Chat, withhold, now),
        ChatEffect.SaveMedia media => [MessageStatements.Save(commit.Chat, media)],
        _ => [], // carried out after the commit, by others
    };
}
