using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

[GenerateSerializer, Alias("halt-cause")]
public enum HaltCause
{
    Blacklisted,
    AgentSwitchedOff,
    FeatureSwitchedOff,
    TenantSuspended,
    Ignored,
}

[GenerateSerializer, Alias("send-outcome")]
public enum SendOutcome
{
    Accepted,
    Refused,
    Postponed,
    Unclear,
}

/// <param name="ProviderMessageId">Where the provider named the message.</param>
/// <param name="Code">The provider's word for a failure; never message text.</param>
/// <param name="ClaimedAt">The claim under which the call was made.</param>
[GenerateSerializer, Alias("send-report")]
public sealed record SendReport([property: Id(0)] Guid Intent, [property: Id(1)] SendOutcome Outcome, [property: Id(2)] string? ProviderMessageId, [property: Id(3)] string Code, [property: Id(4)] DateTimeOffset ClaimedAt);

/// <param name="Found">Own-number messages that look like the send; null if the look-up failed.</param>
[GenerateSerializer, Alias("look-up-report")]
public sealed record LookUpReport([property: Id(0)] Guid Intent, [property: Id(1)] string Text, [property: Id(2)] IReadOnlyList<FoundMessage>? Found);

/// <param name="Attachments">As they are now, as <see cref="ChatStateJson.WriteAttachments"/> writes them.</param>
/// <param name="Transcript">Empty if nothing was written out.</param>
/// <param name="RetryCode">Why something is missing that may come with another try; null if nothing is to be tried again.</param>
[GenerateSerializer, Alias("media-report")]
public sealed record MediaReport(
    [property: Id(0)] Guid Message, [property: Id(1)] string Attachments, [property: Id(2)] string Transcript, [property: Id(3)] string? RetryCode, [property: Id(4)] TimeSpan? RetryAfter)
{
    /// <summary>Whatever prints it shows nothing that was said.</summary>
    public override string ToString() => $"{Message} {RetryCode}";
}

[GenerateSerializer, Alias("found-message")]
public sealed record FoundMessage([property: Id(0)] string ProviderMessageId, [property: Id(1)] DateTimeOffset At);

[GenerateSerializer, Alias("agent-news")]
public enum AgentNews
{
    ConversationStarted,
    Replied,
    Lost,
    TranscriptRead,
}

/// <param name="Text">The conversation's id, the reply, the reason of the loss, or the transcript's answer (empty for none).</param>
/// <param name="Part">Which part of the turn's reply this is, from 1; a repeated report is the same part.</param>
/// <param name="IsHopeless">Asking again would only repeat the loss.</param>
[GenerateSerializer, Alias("agent-report")]
public sealed record AgentReport([property: Id(0)] AgentNews News, [property: Id(1)] int Turn, [property: Id(2)] int Attempt, [property: Id(3)] string Text, [property: Id(4)] int Part = 0, [property: Id(5)] bool IsHopeless = false);
