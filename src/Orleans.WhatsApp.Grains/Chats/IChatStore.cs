using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>Where chats live. The commit of a decision is one transaction, guarded by the chat row's version.</summary>
public interface IChatStore
{
    /// <summary>The chat with the outbox's view of its open sends, or null if it was never seen.</summary>
    Task<StoredChat?> Load(ChatKey chat);

    /// <summary>State, messages, sessions, outbox, timeline and inbox marks, all or none; returns the new version.</summary>
    /// <exception cref="ChatMovedOnException">Another activation has committed since, or a send to be withdrawn is claimed already. Nothing was written.</exception>
    Task<long> Commit(ChatCommit commit);

    /// <summary>
    /// Everything that is stored of the chat goes, all or nothing; what <see cref="ErasedChat"/> says stays, and with a request the record that it was done.
    /// </summary>
    /// <exception cref="ChatMovedOnException">As for a commit.</exception>
    Task<ErasedRows> Erase(ChatErasure erasure);

    /// <summary>What stays of a chat that was erased and has not begun anew; null if it never was.</summary>
    Task<ErasedChat?> Erased(ChatKey chat);

    /// <summary>
    /// Claims a ready send for this process. For an AI send the same statement requires: the chat's epoch is the send's, tenant active, feature on,
    /// the configured agent active, contact not blacklisted. For every send: tenant active, channel OK. The claim's commit is the hand-over.
    /// </summary>
    Task<ClaimResult> Claim(ChatKey chat, IntentId intent, string incarnation, DateTimeOffset now);

    /// <summary>A message's attachments, its text and the provider's name of it; null if there is no such message.</summary>
    Task<StoredAttachments?> Attachments(ChatKey chat, MessageId message);

    /// <summary>Whether a message with this provider id is stored for the chat's channel.</summary>
    Task<bool> HasMessage(ChatKey chat, string providerMessageId);

    Task<bool> HasMessage(ChatKey chat, MessageId message);

    /// <summary>The last messages of a session, oldest first, without those named and without withdrawn or failed ones.</summary>
    Task<IReadOnlyList<ContextMessage>> Context(ChatKey chat, SessionId session, IReadOnlyCollection<MessageId> except, int limit);
}

/// <param name="Version">The row version that the next commit must name.</param>
/// <param name="OpenOutbox">Rows that are ready, claimed, unknown or accepted_unnamed.</param>
public sealed record StoredChat(ChatState State, long Version, IReadOnlyList<OutboxRow> OpenOutbox)
{
    /// <summary>What stays of it from before it was erased; null if it never was.</summary>
    public ErasedChat? Erased { get; init; }
}

/// <param name="State">As it was loaded: its ready sends must still be ready.</param>
/// <param name="By">The user who asked; null for a retention, which leaves no record.</param>
public sealed record ChatErasure(ChatKey Chat, long ExpectedVersion, ChatState State, ErasedChat Erased, Guid Request, Guid? By, DateTimeOffset At);

/// <param name="ClaimedBy">The process incarnation that claimed it.</param>
public sealed record OutboxRow(IntentId Intent, SendStatus Status, string? ClaimedBy, DateTimeOffset? ClaimedAt);

public sealed record ContextMessage(Sender Sender, string Text, DateTimeOffset At);

/// <param name="ExpectedVersion">Of a chat that has no row yet: 0, or what its erasure left.</param>
/// <param name="InboxDone">Inbox rows that this decision answers; marked done one by one.</param>
public sealed record ChatCommit(ChatKey Chat, long ExpectedVersion, ChatState State, IReadOnlyList<ChatEffect> Effects, IReadOnlyList<long> InboxDone, IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>What it was decided on; those who watch are told what is different now.</summary>
    public ChatState? Before { get; init; }

    /// <summary>The chat has no row yet.</summary>
    public bool IsNew { get; init; } = ExpectedVersion == 0;
}

/// <summary>One line of the chat's append-only history: what was decided, when, by which rule.</summary>
/// <param name="Cause">The input's name, for example <c>ContactWrote</c>.</param>
/// <param name="Actor">The user's id where a person acted on the dashboard, else empty.</param>
/// <param name="Detail">A short code such as a refusal reason or a send's outcome; never message text.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Rule, string Cause, Phase Before, Phase After, long Epoch, SessionId? Session, string Actor = "", string Detail = "")
{
    /// <summary>What held at that moment; null in lines of a version that did not keep it.</summary>
    public PolicyThen? Policy { get; init; }
}

/// <summary>The part of the policy that decides who may speak, as it was when a decision was made.</summary>
public sealed record PolicyThen(int GracePeriodSeconds, bool TenantIsOn, bool AgentIsUsable, bool ChannelIsOk, bool ContactIsBlacklisted)
{
    internal static PolicyThen Of(ChatPolicy policy) =>
        new((int)policy.GracePeriod.TotalSeconds, policy.TenantIsOn, policy.AgentIsUsable, policy.ChannelIsOk, policy.ContactIsBlacklisted);
}

public abstract record ClaimResult
{
    private ClaimResult() { }

    public sealed record Claimed : ClaimResult;

    /// <summary>Not ready any more: withdrawn, settled, or claimed by another process.</summary>
    public sealed record NotReady : ClaimResult;

    /// <summary>The channel is not connected; the send stays ready.</summary>
    public sealed record ChannelDown : ClaimResult;

    /// <summary>Something that an AI send needs does not hold.</summary>
    /// <param name="Reason">epoch_moved, tenant_suspended, feature_off, agent_off, blacklisted or ignored.</param>
    public sealed record Denied(string Reason) : ClaimResult;
}

/// <summary>The chat's row is not the one that was loaded: another activation has decided meanwhile.</summary>
public sealed class ChatMovedOnException : Exception
{
    public ChatMovedOnException() : base("The chat has moved on.") { }

    public ChatMovedOnException(string message) : base(message) { }

    public ChatMovedOnException(string message, Exception innerException) : base(message, innerException) { }
}

public sealed record StoredAttachments(string ProviderMessageId, string Text, ImmutableArray<Attachment> Attachments);
