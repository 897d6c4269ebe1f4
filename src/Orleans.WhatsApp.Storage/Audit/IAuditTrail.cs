using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Audit;

/// <summary>Who did what, newest first.</summary>
public interface IAuditTrail
{
    Task Begin(AuditEntry entry);

    /// <summary>Says once what became of it.</summary>
    Task End(Guid entry, AuditEnd end);

    /// <summary>What concerns the tenant, by its own people or by the platform's. The total is counted up to <see cref="IDashboardQueries.MostCounted"/>.</summary>
    Task<Page<AuditRow>> Of(TenantId tenant, AuditFilter filter, PageAt at);

    /// <summary>What platform admins did as such, whatever tenant it concerns; counted as above.</summary>
    Task<Page<AuditRow>> OfPlatform(AuditFilter filter, PageAt at);

    /// <summary>The next rows of the tenant behind the cursor (null: from the newest), for a reader who wants them all.</summary>
    Task<IReadOnlyList<AuditRow>> Next(TenantId tenant, AuditFilter filter, ListCursor? after, int limit);

    /// <summary>Returns how many rows went.</summary>
    Task<int> DropBefore(DateTimeOffset at);
}

/// <summary>What is null does not matter.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last.</param>
/// <param name="Action">An action, or an area: then all that is in it.</param>
public sealed record AuditFilter(DateTimeOffset? From = null, DateTimeOffset? To = null, UserId? Actor = null, string? Action = null, Guid? Subject = null, string? Outcome = null);

public sealed record AuditRow
{
    public required long Seq { get; init; }
    public required Guid Id { get; init; }
    public required TenantId? Tenant { get; init; }
    public required DateTimeOffset At { get; init; }
    public required UserId? Actor { get; init; }

    /// <summary>As it was then; so is the e-mail address.</summary>
    public required string ActorName { get; init; }
    public required string ActorEmail { get; init; }
    public required bool IsByPlatform { get; init; }
    public required string Action { get; init; }
    public required string SubjectKind { get; init; }
    public required Guid? SubjectId { get; init; }
    public required string Detail { get; init; }
    public required string Address { get; init; }
    public required string Outcome { get; init; }
    public required DateTimeOffset? FinishedAt { get; init; }

    public ListCursor Cursor => new(ListKind.Audit, At, Number: Seq);
}
