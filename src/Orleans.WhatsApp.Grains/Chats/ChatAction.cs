using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>What a person can do to a chat, as it travels to the chat's grain.</summary>
/// <param name="By">The user's id.</param>
[GenerateSerializer, Alias("chat-action")]
public abstract record ChatAction([property: Id(0)] Guid By)
{
    /// <summary>Whatever prints it shows no text and no number.</summary>
    public sealed override string ToString() => $"{GetType().Name} by {By}";

    /// <param name="Name">The user's name, for whoever comes too late.</param>
    [GenerateSerializer, Alias("take-over")]
    public sealed record TakeOver(Guid By, [property: Id(0)] string Name) : ChatAction(By);

    /// <param name="Immediate">Answer now what waits.</param>
    [GenerateSerializer, Alias("release")]
    public sealed record Release(Guid By, [property: Id(0)] bool Immediate) : ChatAction(By);

    [GenerateSerializer, Alias("close")]
    public sealed record Close(Guid By) : ChatAction(By);

    [GenerateSerializer, Alias("reopen")]
    public sealed record Reopen(Guid By) : ChatAction(By);

    /// <param name="ClientId">What the sender's program calls this send; empty for none. The same one again is the same send.</param>
    /// <param name="ExpectedEpoch">The epoch that the sender saw, if that should still hold.</param>
    [GenerateSerializer, Alias("send")]
    public sealed record Send(Guid By, [property: Id(0)] string Name, [property: Id(1)] string Text, [property: Id(2)] string ClientId = "", [property: Id(3)] long? ExpectedEpoch = null)
        : ChatAction(By)
    {
        /// <summary>What is sent where it is more than the text, as <see cref="ChatStateJson.WriteContent"/> writes it; empty for plain text.</summary>
        [Id(4)]
        public string Content { get; init; } = "";
    }

    /// <summary>The agent is asked now instead of at the end of the grace period.</summary>
    [GenerateSerializer, Alias("answer-now")]
    public sealed record AnswerNow(Guid By, [property: Id(0)] long? ExpectedEpoch = null) : ChatAction(By);

    /// <param name="Seconds">From now, or from the present deadline where that is later.</param>
    [GenerateSerializer, Alias("extend-grace")]
    public sealed record ExtendGrace(Guid By, [property: Id(0)] int Seconds) : ChatAction(By);

    /// <summary>A person's word on a "maybe sent" message.</summary>
    [GenerateSerializer, Alias("settle-send")]
    public sealed record SettleSend(Guid By, [property: Id(0)] Guid Message, [property: Id(1)] bool SendAgain) : ChatAction(By);

    /// <summary>A message's attachments are fetched or written out again.</summary>
    [GenerateSerializer, Alias("fetch-media")]
    public sealed record FetchMedia(Guid By, [property: Id(0)] Guid Message) : ChatAction(By);

    /// <summary>Support ends the session, whatever it hangs on.</summary>
    [GenerateSerializer, Alias("reset-session")]
    public sealed record ResetSession(Guid By) : ChatAction(By);

    /// <summary>The business writes by itself. Of a chat that is only now begun the provider has the message already.</summary>
    /// <param name="Phone">The contact's; like the provider's ids, empty where the chat is known and sends it itself.</param>
    [GenerateSerializer, Alias("initiative")]
    public sealed record Initiative(
        Guid By, [property: Id(0)] string Name, [property: Id(1)] string Text, [property: Id(2)] string ProviderChatId = "", [property: Id(3)] string ProviderMessageId = "",
        [property: Id(4)] string Phone = "") : ChatAction(By)
    {
        public bool IsSent => ProviderMessageId.Length > 0;

        /// <summary>As for <see cref="Send"/>.</summary>
        [Id(5)]
        public string Content { get; init; } = "";
    }
}

/// <summary>
/// Done, or why not. Stable codes: unknown_chat, no_session, not_taken_over, taken_over, no_usable_agent, not_in_human_mode, not_unclear, speaker_moved,
/// not_waiting, grace_too_long, window_closed, nothing_to_fetch.
/// </summary>
/// <param name="Refusal">Empty when the action was done.</param>
/// <param name="Message">The stored message of a send.</param>
[GenerateSerializer, Alias("action-outcome")]
public sealed record ActionOutcome([property: Id(0)] string Refusal, [property: Id(1)] Guid? Message = null)
{
    /// <summary>Who holds the chat, where that is why.</summary>
    [Id(2)]
    public Guid? HeldBy { get; init; }

    [Id(3)]
    public string HeldByName { get; init; } = "";

    [Id(4)]
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>The chat's epoch, where the sender's is not it.</summary>
    [Id(5)]
    public long? Epoch { get; init; }

    /// <summary>What moved it last: contact, operator, phone, deadline, agent or halt; empty if unknown.</summary>
    [Id(6)]
    public string MovedBy { get; init; } = "";

    /// <summary>Which user, of an operator.</summary>
    [Id(7)]
    public Guid? MovedByUser { get; init; }

    [Id(8)]
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>Since when the channel takes only templates, where that is why; null if the contact has never written.</summary>
    [Id(9)]
    public DateTimeOffset? WindowClosedAt { get; init; }

    public bool IsDone => Refusal.Length == 0;

    public static readonly ActionOutcome Done = new("");
}
