using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Import;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>
/// A chat of the other system as ours. Pure. Whatever went on there, here nothing is left running: a deadline that passed during the move would make the AI
/// answer somebody whom a person, or the other system, has answered since. A session that was running ends as <c>manual</c>; if the contact had the last word in
/// it, the chat asks for a person's eye.
/// </summary>
internal static class ChatMapping
{
    /// <param name="sessions">In any order, like the messages.</param>
    /// <param name="policy">Of this installation and this contact.</param>
    public static MappedChat Of(ChatKey key, ExportedChat chat, IReadOnlyList<Sourced<ExportedSession>> sessions,
        IReadOnlyList<Sourced<ExportedMessage>> messages, ChatPolicy policy)
    {
        // Where the other system's migration broke off, the session is there and on the chat.
        var old = chat.OldSession is { } onChat && sessions.All(session => session.Row.StartedAt != onChat.StartedAt) ? onChat : null;
        var inOrder = sessions.Concat(old is null ? [] : [new Sourced<ExportedSession>(null, old)])
            .OrderBy(session => session.Row.StartedAt).ThenBy(session => session.Row.Id, StringComparer.Ordinal)
            .Select((session, index) => (Source: session, Number: index + 1)).ToList();
        var ids = inOrder.ToDictionary(one => one.Source.Row.Id, one => ImportIds.Session(key.Chat, one.Source.Row.Id));

        var said = messages.OrderBy(message => message.Row.At).ThenBy(message => message.Row.Id, StringComparer.Ordinal)
            .Select(message => (Source: message, Message: Message(key, message.Row, SessionOf(message.Row, old, ids)))).ToImmutableArray();
        var bySession = said.ToLookup(one => one.Message.Session, one => one.Message);
        var held = inOrder
            .Select(one => (one.Source, Id: ids[one.Source.Row.Id], one.Number))
            .Select(one => (one.Source, Session: Session(key, one.Source.Row, one.Id, one.Number, [.. bySession[one.Id]])))
            .ToImmutableArray();

        var wasRunning = held.Any(one => one.Source.Row.Status != SessionStatus.Resolved);
        var isUnanswered = wasRunning && said is [.., { Message.Sender: Sender.Contact }] && !chat.IsClosed && !policy.ContactIsBlacklisted;
        var state = State(key, chat, [.. said.Select(one => one.Message)], policy) with
        {
            SessionsStarted = held.Length,
            Attention = isUnanswered ? Attention.Unanswered : null,
        };
        return new(
            new(state, chat.CreatedAt, chat.UpdatedAt, [.. held.Select(one => one.Session)], [.. said.Select(one => one.Message)]),
            [.. held.Select(one => new MappedRow(one.Source.At, one.Source.Row.Id, one.Session.Session.Id.Value, NoteOn(one.Source.Row)))],
            [.. said.Select(one => new MappedRow(one.Source.At, one.Source.Row.Id, one.Message.Id.Value, NoteOn(one.Source.Row, ids)))]);
    }

    /// <summary>A message without a session that came after the chat's old session began is that session's (the seed's first migration).</summary>
    private static SessionId? SessionOf(ExportedMessage message, ExportedSession? old, Dictionary<string, SessionId> ids)
    {
        if (message.SessionId is { } named) return ids.TryGetValue(named, out var known) ? known : null;
        return old is not null && message.At >= old.StartedAt ? ids[old.Id] : null;
    }

    private static ChatMessage Message(ChatKey key, ExportedMessage row, SessionId? session) => new(
        ImportIds.Message(key.Chat, row.Id, row.ProviderMessageId), session, row.Sender,
        row.UserId is { } user ? ImportIds.User(key.Tenant, user).ToString() : row.SenderName, row.Text, row.At,
        row.Sender == Sender.Contact ? DeliveryStatus.Received : DeliveryStatus.Accepted, row.ProviderMessageId, ViaChannel: row.ViaChannel);

    private static ImportedSession Session(ChatKey key, ExportedSession row, SessionId id, int number, IReadOnlyList<ChatMessage> said)
    {
        var isOver = row.Status == SessionStatus.Resolved;
        var session = new Session(id, number, row.StartedAt, row.GraceDeadline ?? row.StartedAt)
        {
            Status = SessionStatus.Resolved,
            ResolvedBy = isOver ? row.ResolvedBy : ResolvedBy.Manual,
            ResolvedAt = isOver ? row.ResolvedAt ?? row.UpdatedAt : LastSign(row, said),
            FirstMessageAt = said is [var first, ..] ? first.At : row.StartedAt,
            TakenOverBy = row.TakenOverBy is { } user ? ImportIds.User(key.Tenant, user) : null,
            TakenOverAt = row.TakenOverAt,
            ConversationId = row.ConversationId,
            ConversationCreatedAt = row.ConversationCreatedAt,
            LastAgentInteractionAt = row.LastInteractionAt,
            MessageCount = said.Count,
        };
        return new(session, row.CreatedAt, row.UpdatedAt);
    }

    private static ChatState State(ChatKey key, ExportedChat chat, ImmutableArray<ChatMessage> said, ChatPolicy policy)
    {
        var newest = said is [.., var last] ? last : null;
        return ChatState.New(key, chat.ProviderChatId) with
        {
            Contact = chat.Contact,
            IsClosed = chat.IsClosed,
            MessageCount = said.Length,
            LastMessageAt = newest?.At ?? chat.LastMessageAt,
            LastMessagePreview = policy.Preview(newest?.Text ?? chat.LastMessagePreview),
            LastPhoneAnswerAt = said.Where(message => message is { Sender: Sender.Human, ViaChannel: false })
                .Max(message => (DateTimeOffset?)message.At),
            SeenIds = [.. said.Select(message => message.ProviderMessageId).OfType<string>().TakeLast(ChatState.RememberedIds)],
        };
    }

    private static Fault? NoteOn(ExportedSession row) => row.IsBadUser ? Fault.UnknownUser("taken_over_by") : null;

    private static Fault? NoteOn(ExportedMessage row, Dictionary<string, SessionId> ids) =>
        row.SessionId is { } named && !ids.ContainsKey(named) ? Fault.UnknownSession(named) : null;

    /// <summary>Of a session that nobody ended: its last sign of life.</summary>
    private static DateTimeOffset LastSign(ExportedSession row, IReadOnlyList<ChatMessage> said)
    {
        var last = said is [.., { At: var spoke }] && spoke > row.StartedAt ? spoke : row.StartedAt;
        return row.TakenOverAt is { } taken && taken > last ? taken : last;
    }
}

/// <summary>A row with the place that it came from; null for a session that lay on its chat.</summary>
internal sealed record Sourced<T>(LineAt? At, T Row);

/// <summary>Where a row came from, what it was called there, what it is called here, and what of it is missing.</summary>
internal sealed record MappedRow(LineAt? At, string OldId, Guid Id, Fault? Note);

internal sealed record MappedChat(ImportedChat Chat, IReadOnlyList<MappedRow> Sessions, IReadOnlyList<MappedRow> Messages);
