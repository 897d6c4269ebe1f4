using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>A chat with its session's state laid flat.</summary>
internal record ChatView
{
    /// <summary>What the dashboard's clients expect of a contact without a name.</summary>
    private const string NamelessContact = "Bilinmiyor";

    [JsonPropertyName("_id")]
    public required Guid Id { get; init; }
    public required Guid TenantId { get; init; }
    public required string UnipileChatId { get; init; }
    public required string ContactName { get; init; }
    public required string ContactPhone { get; init; }

    /// <summary>ai, human or closed.</summary>
    public required string Mode { get; init; }
    public required PersonView? TakenOverBy { get; init; }
    public required DateTimeOffset? TakenOverAt { get; init; }
    public required DateTimeOffset LastMessageAt { get; init; }
    public required string LastMessagePreview { get; init; }
    public required int MessageCount { get; init; }

    /// <summary>idle or waiting.</summary>
    public required string SessionStatus { get; init; }
    public required DateTimeOffset? SessionStartedAt { get; init; }
    public required DateTimeOffset? SessionGraceDeadline { get; init; }
    public required ResolvedBy? SessionResolvedBy { get; init; }

    /// <summary>Goes up each time the right to speak moves.</summary>
    public required long Epoch { get; init; }
    public required bool NeedsAttention { get; init; }

    /// <summary>
    /// Why it needs a person's eye: no_agent, agent_silent, send_failed, send_unclear, late_message, unanswered, event_set_aside, window_closed.
    /// </summary>
    public required string? Attention { get; init; }

    /// <summary>unipile, meta or wappi: which channel the chat comes by.</summary>
    public required string Provider { get; init; }

    /// <summary>Until when free text may be sent, afterwards only templates; null where the channel has no such window.</summary>
    public required DateTimeOffset? WindowClosesAt { get; init; }

    /// <summary>It stands in no list: its number is ignored, or nothing has come of it but a receipt.</summary>
    public required bool IsHidden { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("updatedAt")]
    public required DateTimeOffset UpdatedAt { get; init; }

    public static ChatView Of(TenantId tenant, ChatRow chat, string provider, IReadOnlyDictionary<UserId, User> users) => new()
    {
        Provider = provider,
        WindowClosesAt = chat.WindowClosesAt,
        IsHidden = chat.IsHidden,
        Id = chat.Id.Value,
        TenantId = tenant.Value,
        UnipileChatId = chat.ProviderChatId,
        ContactName = chat.ContactName.Length > 0 ? chat.ContactName : NamelessContact,
        ContactPhone = chat.ContactPhone,
        Mode = ModeOf(chat),
        TakenOverBy = chat.Session?.TakenOverBy is { } by ? PersonView.Of(by, users) : null,
        TakenOverAt = chat.Session?.TakenOverAt,
        LastMessageAt = chat.LastMessageAt ?? chat.CreatedAt,
        LastMessagePreview = chat.LastMessagePreview,
        MessageCount = chat.MessageCount,
        SessionStatus = chat.Session?.Status == WhatsApp.Chats.SessionStatus.Waiting ? "waiting" : "idle",
        SessionStartedAt = chat.Session?.StartedAt,
        SessionGraceDeadline = chat.Session?.GraceDeadline,
        SessionResolvedBy = chat.Session?.ResolvedBy,
        Epoch = chat.Epoch,
        NeedsAttention = chat.Attention is not null,
        Attention = chat.Attention,
        CreatedAt = chat.CreatedAt,
        UpdatedAt = chat.UpdatedAt,
    };

    private static string ModeOf(ChatRow chat) => chat.Session switch
    {
        null or { Status: WhatsApp.Chats.SessionStatus.Resolved } => chat.IsClosed ? "closed" : "ai",
        { Status: WhatsApp.Chats.SessionStatus.Waiting } or { TakenOverAt: not null } or { TakenOverBy: not null } => "human",
        _ => "ai",
    };
}

/// <summary>A user as others of the tenant see them.</summary>
internal sealed record PersonView([property: JsonPropertyName("_id")] Guid Id, string Name, string Email)
{
    public static PersonView Of(UserId id, IReadOnlyDictionary<UserId, User> users) =>
        users.TryGetValue(id, out var user) ? new(id.Value, user.Name, user.Email) : new(id.Value, "", "");
}

/// <summary>A chat after a takeover.</summary>
internal sealed record TakenOverChat : ChatView
{
    [SetsRequiredMembers]
    private TakenOverChat(ChatView chat) : base(chat) { }

    /// <summary>A message of the AI was already with the provider and may still arrive.</summary>
    public required bool InFlight { get; init; }

    public static TakenOverChat Of(ChatView chat, bool inFlight) => new(chat) { InFlight = inFlight };
}
