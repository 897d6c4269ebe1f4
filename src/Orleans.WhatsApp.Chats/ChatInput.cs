using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>Everything that can happen to a chat.</summary>
public abstract record ChatInput
{
    private ChatInput() { }

    /// <param name="IsStored">The database already holds a message with this provider id.</param>
    public sealed record ContactWrote(string ProviderMessageId, string Text, DateTimeOffset At, Contact Contact, string ProviderChatId = "", bool IsStored = false) : ChatInput
    {
        public ImmutableArray<Attachment> Attachments { get; init; } = [];

        /// <summary>The provider tells something about the contact; nobody wrote, and nobody waits for an answer.</summary>
        public bool IsNotice { get; init; }
    }

    /// <summary>The business's own number wrote: our own send coming back, or a person on the phone.</summary>
    /// <param name="IsStored">The database already holds a message with this provider id.</param>
    public sealed record OwnNumberWrote(OwnNumberMessage Message, string ProviderChatId = "", bool IsStored = false) : ChatInput
    {
        /// <summary>The contact on the other side as far as the event knows it.</summary>
        public Contact Contact { get; init; } = Contact.Unknown;
    }

    /// <summary>A message was edited, deleted, reacted to, delivered or read.</summary>
    public sealed record MessageMarked(string ProviderMessageId, MessageMark Mark) : ChatInput
    {
        /// <summary>The send that it is about, where the provider hands our own reference back.</summary>
        public IntentId? Intent { get; init; }
    }

    public sealed record OperatorTookOver(UserId By, string Name) : ChatInput;

    /// <param name="Immediate">Answer now what waits, instead of waiting for the next message.</param>
    public sealed record OperatorReleased(UserId By, bool Immediate) : ChatInput;

    public sealed record OperatorClosed(UserId By) : ChatInput;

    public sealed record OperatorReopened(UserId By) : ChatInput;

    public sealed record OperatorSent(UserId By, string Name, string Text) : ChatInput
    {
        /// <summary>What is sent where it is more than <see cref="Text"/>.</summary>
        public MessageContent? Content { get; init; }

        /// <summary>The message as its sender named it, so that the same send asked for twice is one; null lets the chat name it.</summary>
        public MessageId? Message { get; init; }

        /// <summary>The database already holds <see cref="Message"/>.</summary>
        public bool IsStored { get; init; }

        /// <summary>The epoch that the sender saw; null sends whatever has happened since.</summary>
        public long? ExpectedEpoch { get; init; }
    }

    /// <summary>People leave this one to the agent: the grace period ends now.</summary>
    public sealed record OperatorEndedGrace(UserId By) : ChatInput
    {
        /// <summary>The epoch that the person saw; null ends it whatever has happened since.</summary>
        public long? ExpectedEpoch { get; init; }
    }

    /// <summary>People need longer.</summary>
    /// <param name="Extension">From now, or from the present deadline where that is later.</param>
    public sealed record OperatorExtendedGrace(UserId By, TimeSpan Extension) : ChatInput;

    /// <summary>A person's word on a send of which nobody knows whether it arrived.</summary>
    public sealed record OperatorSettledSend(UserId By, IntentId Intent, bool SendAgain) : ChatInput;

    /// <summary>A person wants the attachments of a message that could not be fetched.</summary>
    /// <param name="Attachments">As they are stored.</param>
    public sealed record OperatorAskedForMedia(UserId By, MessageId Message, string ProviderMessageId, string Text, ImmutableArray<Attachment> Attachments) : ChatInput;

    /// <summary>Attachments were fetched, or not.</summary>
    /// <param name="Attachments">As they are now.</param>
    /// <param name="Transcript">What is said in a recording; null if there is none or it is not written out.</param>
    /// <param name="RetryCode">Why something is missing that may come with another try; null if nothing is to be tried again.</param>
    /// <param name="RetryAfter">Not before; null leaves it to the chat.</param>
    public sealed record MediaReported(MessageId Message, ImmutableArray<Attachment> Attachments, string? Transcript, string? RetryCode = null, TimeSpan? RetryAfter = null) : ChatInput;

    /// <summary>Support ends the session, in whatever state it hangs.</summary>
    public sealed record SessionReset(UserId By) : ChatInput;

    /// <summary>The business writes by itself, not in answer to the contact. Whoever may speak in the chat may speak as before.</summary>
    public sealed record InitiativeTaken(UserId By, string Name, string Text) : ChatInput
    {
        /// <summary>What is sent where it is more than <see cref="Text"/>.</summary>
        public MessageContent? Content { get; init; }

        /// <summary>The message at the provider, where it is out already since sending it has begun the chat there; null if it is to be sent.</summary>
        public OwnNumberMessage? Sent { get; init; }

        /// <summary>The contact on the other side as far as that is known.</summary>
        public Contact Contact { get; init; } = Contact.Unknown;

        public string ProviderChatId { get; init; } = "";

        /// <summary>The database already holds <see cref="Sent"/>.</summary>
        public bool IsStored { get; init; }
    }

    /// <summary>Look at the deadlines. Early, late or doubled, it does the right thing.</summary>
    public sealed record TimeReached : ChatInput;

    /// <summary>The provider was asked for what happened while we were away; what it told has been decided before this.</summary>
    public sealed record CaughtUp(bool Answered) : ChatInput;

    public sealed record ConversationStarted(int Turn, int Attempt, string ConversationId) : ChatInput;

    /// <param name="Part">Which part of this attempt's answer, from 1: a report that comes twice is the same part.</param>
    public sealed record AgentReplied(int Turn, int Attempt, string Text, int Part = 1) : ChatInput;

    /// <param name="IsHopeless">The cause lies in the configuration; asking again would only repeat it.</param>
    public sealed record AgentLost(int Turn, int Attempt, string Reason, bool IsHopeless = false) : ChatInput;

    /// <param name="Answer">The answer that the lost conversation had given after all, or null.</param>
    public sealed record TranscriptRead(int Turn, int Attempt, string? Answer) : ChatInput;

    public sealed record SendAccepted(IntentId Intent, string? ProviderMessageId) : ChatInput;

    /// <summary>It will not get better; the provider did not send it.</summary>
    /// <param name="ClaimedAt">The claim that the call was made under; what one call came to says nothing about another.</param>
    public sealed record SendRefused(IntentId Intent, string Code, DateTimeOffset ClaimedAt) : ChatInput;

    /// <summary>The provider provably did not take it; safe to try again.</summary>
    /// <param name="ClaimedAt">As for <see cref="SendRefused"/>.</param>
    public sealed record SendPostponed(IntentId Intent, string Code, DateTimeOffset ClaimedAt) : ChatInput;

    /// <summary>The call ended without a clear answer.</summary>
    /// <param name="ClaimedAt">As for <see cref="SendRefused"/>.</param>
    public sealed record SendUnclear(IntentId Intent, string Code, DateTimeOffset ClaimedAt) : ChatInput;

    /// <summary>The process that had claimed the send is proven gone.</summary>
    public sealed record SendOrphaned(IntentId Intent) : ChatInput;

    /// <summary>At the moment of the claim something no longer held that an AI send needs, or that any send needs.</summary>
    public sealed record SendDenied(IntentId Intent, string Reason) : ChatInput
    {
        /// <summary>The contact's window has closed while the send waited; holds for people's as well.</summary>
        public const string WindowClosed = "window_closed";

        /// <summary>The business began it by itself, and may not.</summary>
        public const string LiveSendOff = "live_send_off";
    }

    /// <summary>The channel's pace lets the send go at that time.</summary>
    public sealed record SendPaced(IntentId Intent, DateTimeOffset Until) : ChatInput;

    /// <param name="Found">Own-number messages that look like it at the provider since the claim, oldest first; null when the look-up itself failed.</param>
    public sealed record SendLookedUp(IntentId Intent, ImmutableArray<OwnNumberMessage>? Found) : ChatInput;

    public sealed record Halted(HaltReason Reason) : ChatInput;

    /// <summary>An event of this chat failed five times and was set aside.</summary>
    public sealed record EventSetAside : ChatInput;
}

/// <summary>Why the AI's right to speak was taken away from outside the chat.</summary>
public enum HaltReason
{
    Blacklisted,
    Ignored,
    AgentSwitchedOff,
    FeatureSwitchedOff,
    TenantSuspended,
}
