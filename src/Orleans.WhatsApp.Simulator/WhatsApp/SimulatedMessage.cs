namespace Orleans.WhatsApp.Simulator;

/// <summary>One message of a chat as it stands now; a change makes a new record under the same id.</summary>
public sealed record SimulatedMessage(string Id, string ProviderId, string ChatId, string AccountId, long Sequence, MessageOrigin Origin, DateTimeOffset At)
{
    public string? Text { get; init; }

    public IReadOnlyList<SimulatedAttachment> Attachments { get; init; } = [];

    /// <summary>What it is besides text and files.</summary>
    public MessageContent? Content { get; init; }

    public SimulatedMessage? Quoted { get; init; }

    public string? Reaction { get; init; }

    /// <summary>The business's reaction, through the provider's interface.</summary>
    public string? BusinessReaction { get; init; }

    /// <summary>Meta: <c>biz_opaque_callback_data</c>, given back in each status.</summary>
    public string? CallbackData { get; init; }

    /// <summary>Wappi: <c>task_id</c>, given back in the echo and in each status.</summary>
    public string? TaskId { get; init; }

    /// <summary>Accepted by the provider, and never on the contact's phone.</summary>
    public bool Failed { get; init; }

    public bool Edited { get; init; }

    public bool Deleted { get; init; }

    public bool Delivered { get; init; }

    public bool Seen { get; init; }

    /// <summary>A notice such as a missed call, not something a person wrote.</summary>
    public int? EventType { get; init; }

    public bool FromBusiness => Origin is not MessageOrigin.Contact;
}
