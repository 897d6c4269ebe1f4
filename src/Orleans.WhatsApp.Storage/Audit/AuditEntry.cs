using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Audit;

/// <summary>What is about to be done, or has just been done in the same transaction, and by whom.</summary>
/// <param name="Action">A stable word with at most one dot: <c>chat.take_over</c>. What stands before the dot is its area.</param>
/// <param name="Actor">Null if nobody is signed in. Name and e-mail address are stored as the user has them at that moment.</param>
public sealed record AuditEntry(Guid Id, string Action, UserId? Actor, DateTimeOffset At)
{
    /// <summary>Null: that of the actor, or of the user whom it is about where nobody is signed in; none if it is done above the tenants.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Done by a platform admin as such, from outside the tenant.</summary>
    public bool IsByPlatform { get; init; }

    /// <summary>chat, agent, user, tenant; empty if the action is about none.</summary>
    public string SubjectKind { get; init; } = "";

    public Guid? SubjectId { get; init; }

    /// <summary>A small JSON object. Never a password, a token, a message's text or a whole phone number.</summary>
    public string Detail { get; init; } = "{}";

    /// <summary>The network address that it came from.</summary>
    public string Address { get; init; } = "";

    /// <summary><see cref="AuditOutcome.Begun"/>, <see cref="AuditOutcome.Done"/>, or the code of the problem that refused it.</summary>
    public string Outcome { get; init; } = AuditOutcome.Begun;
}

public static class AuditOutcome
{
    /// <summary>It was about to be done. If that stays so, nobody knows whether it was.</summary>
    public const string Begun = "begun";

    public const string Done = "done";
}

/// <summary>How it ended.</summary>
/// <param name="SubjectKind">What the action has made, if it was about nothing before.</param>
/// <param name="Tenant">The tenant that it has made.</param>
public sealed record AuditEnd(string Outcome, DateTimeOffset At, string SubjectKind = "", Guid? SubjectId = null, TenantId? Tenant = null);
