using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>What the dashboard reads. Every query names its tenant; an id of another tenant finds nothing.</summary>
public interface IDashboardQueries
{
    /// <summary>A total that must be counted row by row ends here.</summary>
    const int MostCounted = 10_000;

    const int MostMessagesCounted = 1_000;

    /// <summary>
    /// Newest message first. The total comes from the tenant's counters; where attention is asked for, it is counted, up to
    /// <see cref="MostCounted"/>, and of a search it is what was found: see <see cref="SearchText"/> and docs/decisions/009 for how far that looks.
    /// </summary>
    Task<Page<ChatRow>> Chats(TenantId tenant, ChatFilter filter, PageAt at);

    Task<ChatRow?> Chat(TenantId tenant, ChatId chat);

    /// <summary>
    /// Oldest first within a page; page 1 holds the newest messages. Withdrawn ones are left out. The total is counted up to
    /// <see cref="MostMessagesCounted"/>; beyond it is the chat's own count, which a send that is not decided yet has not reached.
    /// </summary>
    Task<Page<MessageRow>> Messages(TenantId tenant, ChatId chat, PageAt at);

    Task<MessageRow?> Message(TenantId tenant, MessageId message);

    /// <summary>By start, newest first. The total comes from the numbers of the newest and the oldest.</summary>
    Task<Page<SessionRow>> Sessions(TenantId tenant, ChatId chat, PageAt at);

    /// <summary>The chats that have a session, the longest first. The total is counted up to <see cref="MostCounted"/>.</summary>
    Task<Page<ChatState>> LiveSessions(TenantId tenant, PageAt at);

    /// <summary>The chat's history of decisions, oldest first within a page; page 1 holds the newest. The total is counted up to <see cref="MostCounted"/>.</summary>
    Task<Page<TimelineEntry>> Timeline(TenantId tenant, ChatId chat, PageAt at);

    /// <summary>What waits, is held back, unclear or failed, newest first. The total is counted up to <see cref="MostCounted"/>.</summary>
    /// <param name="status">withheld, waiting, unclear or failed; null for all.</param>
    Task<Page<HeldSend>> Outbox(TenantId tenant, string? status, PageAt at);

    Task<ChatCounts> Counts(TenantId tenant);

    /// <summary>AI sends of this chat whose provider call is running.</summary>
    Task<int> InFlight(TenantId tenant, ChatId chat);
}

/// <summary>The seed's §9.3.</summary>
public sealed record ChatCounts(long TotalChats, long AiChats, long HumanChats, long ClosedChats, long WaitingChats, long TotalMessages);

public sealed record ChatRow
{
    public required ChatId Id { get; init; }
    public required ChannelId Channel { get; init; }
    public required string ProviderChatId { get; init; }
    public required string ContactName { get; init; }
    public required string ContactPhone { get; init; }
    public required bool IsClosed { get; init; }
    public required long Epoch { get; init; }
    public required string? Attention { get; init; }
    public required string LastMessagePreview { get; init; }
    public required DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>Without those that were removed for their age.</summary>
    public required int MessageCount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Until when free text may be sent; null where the channel asks for no such thing.</summary>
    public required DateTimeOffset? WindowClosesAt { get; init; }

    /// <summary>It stands in no list.</summary>
    public required bool IsHidden { get; init; }

    /// <summary>The active session, or null.</summary>
    public SessionRow? Session { get; init; }
}

public sealed record SessionRow
{
    public required SessionId Id { get; init; }
    public required ChatId Chat { get; init; }
    public required SessionStatus Status { get; init; }
    public required ResolvedBy? ResolvedBy { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }
    public required DateTimeOffset? GraceDeadline { get; init; }
    public required UserId? TakenOverBy { get; init; }
    public required DateTimeOffset? TakenOverAt { get; init; }
    public required string? ConversationId { get; init; }
    public required int MessageCount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

public sealed record MessageRow
{
    public required MessageId Id { get; init; }
    public required ChatId Chat { get; init; }
    public required SessionId? Session { get; init; }
    public required Sender Sender { get; init; }
    public required string SenderName { get; init; }
    public required string Text { get; init; }
    public required bool ViaChannel { get; init; }
    public required DeliveryStatus Status { get; init; }
    public required string? ProviderMessageId { get; init; }
    public required bool IsLate { get; init; }
    public required bool IsEdited { get; init; }
    public required bool IsDeleted { get; init; }
    public required string AttachmentsJson { get; init; }
    public required string ReactionsJson { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The provider's or our own code, of a message that did not arrive; else empty.</summary>
    public required string FailureCode { get; init; }

    /// <summary>Null for plain text.</summary>
    public required string? ContentJson { get; init; }

    /// <summary>When it goes out at the earliest, of a message that waits for that.</summary>
    public required DateTimeOffset? QueuedUntil { get; init; }
}

/// <summary>What the outbox holds that is not on its way: withheld, waiting, unclear or failed.</summary>
public sealed record HeldSend
{
    public required IntentId Intent { get; init; }
    public required MessageId Message { get; init; }
    public required ChatId Chat { get; init; }
    public required ChannelId Channel { get; init; }
    public required string ContactName { get; init; }
    public required string Text { get; init; }
    public required string? ContentJson { get; init; }
    public required string Status { get; init; }
    public required string Code { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset? NotBefore { get; init; }
}
