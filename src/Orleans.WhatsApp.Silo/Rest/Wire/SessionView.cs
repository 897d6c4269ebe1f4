using System.Text.Json.Serialization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

internal sealed record SessionView
{
    [JsonPropertyName("_id")]
    public required Guid Id { get; init; }
    public required Guid ChatId { get; init; }
    public required Guid TenantId { get; init; }
    public required SessionStatus Status { get; init; }
    public required ResolvedBy? ResolvedBy { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }
    public required DateTimeOffset? GraceDeadline { get; init; }
    public required Guid? TakenOverBy { get; init; }
    public required DateTimeOffset? TakenOverAt { get; init; }
    public required string? ElevenlabsConversationId { get; init; }
    public required int MessageCount { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("updatedAt")]
    public required DateTimeOffset UpdatedAt { get; init; }

    public static SessionView Of(TenantId tenant, SessionRow session) => new()
    {
        Id = session.Id.Value,
        ChatId = session.Chat.Value,
        TenantId = tenant.Value,
        Status = session.Status,
        ResolvedBy = session.ResolvedBy,
        StartedAt = session.StartedAt,
        ResolvedAt = session.ResolvedAt,
        GraceDeadline = session.GraceDeadline,
        TakenOverBy = session.TakenOverBy?.Value,
        TakenOverAt = session.TakenOverAt,
        ElevenlabsConversationId = session.ConversationId,
        MessageCount = session.MessageCount,
        CreatedAt = session.CreatedAt,
        UpdatedAt = session.UpdatedAt,
    };
}

/// <summary>One decision of the chat's history: what came, which rule decided, who may speak since.</summary>
/// <param name="Actor">The user's id where a person acted on the dashboard.</param>
/// <param name="Detail">A short code; never message text.</param>
/// <param name="Policy">What held when it was decided.</param>
internal sealed record TimelineView(DateTimeOffset At, string Rule, string Cause, Phase Before, Phase After, long Epoch, Guid? SessionId,
    string? Actor, string? Detail, PolicyThen? Policy)
{
    public static TimelineView Of(TimelineEntry entry) => new(
        entry.At, entry.Rule, entry.Cause, entry.Before, entry.After, entry.Epoch, entry.Session?.Value,
        entry.Actor.Length > 0 ? entry.Actor : null, entry.Detail.Length > 0 ? entry.Detail : null, entry.Policy);
}

/// <summary>The tenant's chats in numbers.</summary>
internal sealed record StatsView(
    [property: JsonPropertyName("totalChats")] long TotalChats,
    [property: JsonPropertyName("aiChats")] long AiChats,
    [property: JsonPropertyName("humanChats")] long HumanChats,
    [property: JsonPropertyName("closedChats")] long ClosedChats,
    [property: JsonPropertyName("waitingChats")] long WaitingChats,
    [property: JsonPropertyName("totalMessages")] long TotalMessages)
{
    public static StatsView Of(ChatCounts counts) =>
        new(counts.TotalChats, counts.AiChats, counts.HumanChats, counts.ClosedChats, counts.WaitingChats, counts.TotalMessages);
}
