using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Support;

/// <summary>A session that has not ended, as far as the database knows.</summary>
/// <param name="ContactName">Null for who stands above the tenants.</param>
/// <param name="Phase">grace, agent_listening, agent_asked or person.</param>
/// <param name="Deadlines">When the chat looks again and why; the earliest first.</param>
/// <param name="HasConversation">A conversation with the agent was opened for it and not given up.</param>
/// <param name="OpenSends">Messages without an outcome.</param>
internal sealed record LiveSessionView(
    Guid ChatId, Guid SessionId, string? ContactName, Phase Phase, SessionStatus Status, DateTimeOffset StartedAt, Guid? TakenOverBy, DateTimeOffset? TakenOverAt,
    IReadOnlyList<DeadlineView> Deadlines, bool HasConversation, int OpenSends, Attention? Attention, long Epoch)
{
    public static LiveSessionView Of(ChatState chat)
    {
        var session = chat.Session!;
        return new(
            chat.Key.Chat.Value, session.Id.Value, chat.Contact.Name, chat.Phase, session.Status, session.StartedAt, session.TakenOverBy?.Value, session.TakenOverAt,
            [.. Chats.Deadlines.Of(chat).OrderBy(deadline => deadline.At).Select(deadline => new DeadlineView(deadline.Kind, deadline.At))],
            session.ConversationId is not null, chat.Sends.Length, chat.Attention, chat.Epoch);
    }

    /// <summary>Ids, states and times only.</summary>
    public static LiveSessionView WithoutContact(ChatState chat) => Of(chat) with { ContactName = null };
}

internal sealed record DeadlineView(DeadlineKind Kind, DateTimeOffset At);
