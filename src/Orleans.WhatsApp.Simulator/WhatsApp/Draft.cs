namespace Orleans.WhatsApp.Simulator;

/// <summary>What somebody is about to send.</summary>
internal sealed record Draft(string? Text)
{
    public IReadOnlyList<SimulatedAttachment> Attachments { get; init; } = [];

    public MessageContent? Content { get; init; }

    public SimulatedMessage? Quoted { get; init; }

    public int? EventType { get; init; }

    public string? CallbackData { get; init; }

    public string? TaskId { get; init; }

    /// <summary>A reaction: the phone shows it beside another message, not as one of its own.</summary>
    public bool Reacts { get; init; }

    /// <summary>The provider accepts it and the contact's phone never gets it.</summary>
    public bool Fails { get; init; }
}
