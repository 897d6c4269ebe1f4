using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Import;

// Rows as the other system wrote them; ids are its own.

/// <param name="AgentId">Its reference to an agent; null where <paramref name="ElevenLabsAgentId"/> stands in, as before its second migration.</param>
internal sealed record ExportedTenant(
    string Id, string? Name, bool IsActive, ImmutableArray<string> Features, string? AgentId, string? ElevenLabsAgentId,
    long? GracePeriodSeconds, ImmutableArray<string?> Blacklist, string AccountId, string Phone, DateTimeOffset? CreatedAt);

internal sealed record ExportedAgent(string Id, string TenantId, string Name, string ExternalId, bool IsActive, DateTimeOffset? CreatedAt);

/// <param name="OldSession">The session whose fields lie on the chat itself, as before the first migration.</param>
internal sealed record ExportedChat(
    string Id, string TenantId, string ProviderChatId, string AccountId, Contact Contact, bool IsClosed, DateTimeOffset? LastMessageAt,
    string LastMessagePreview, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, ExportedSession? OldSession);

internal sealed record ExportedSession(
    string Id, string ChatId, string? TenantId, SessionStatus Status, DateTimeOffset StartedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public ResolvedBy? ResolvedBy { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public DateTimeOffset? GraceDeadline { get; init; }

    public string? TakenOverBy { get; init; }

    /// <summary><c>taken_over_by</c> says something, and not a user's id.</summary>
    public bool IsBadUser { get; init; }

    public DateTimeOffset? TakenOverAt { get; init; }

    public string? ConversationId { get; init; }

    public DateTimeOffset? ConversationCreatedAt { get; init; }

    public DateTimeOffset? LastInteractionAt { get; init; }
}

/// <param name="UserId">The user who wrote it on the dashboard; its id stood in the sender's name.</param>
internal sealed record ExportedMessage(
    string Id, string ChatId, string? SessionId, string? TenantId, string? ProviderMessageId, Sender Sender, string SenderName, string? UserId,
    string Text, bool ViaChannel, DateTimeOffset At);
