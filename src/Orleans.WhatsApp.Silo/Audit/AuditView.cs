using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.Audit;

/// <param name="Outcome">done, begun (nobody knows whether it was done), or the code of the problem that refused it.</param>
/// <param name="ByPlatform">Done by a platform admin as such.</param>
/// <param name="Detail">What was asked for, where that is worth keeping; never a message's text or a whole phone number.</param>
/// <param name="Address">The network address it came from; of the platform's people only the platform sees it.</param>
internal sealed record AuditView(
    [property: JsonPropertyName("_id")] Guid Id, Guid? TenantId, DateTimeOffset At, string Action, string Outcome, AuditActorView? Actor, bool ByPlatform,
    AuditSubjectView? Subject, JsonElement Detail, string? Address, DateTimeOffset? FinishedAt)
{
    public static AuditView OfTenant(AuditRow row) => Of(row, row.IsByPlatform ? "" : row.Address);

    public static AuditView OfPlatform(AuditRow row) => Of(row, row.Address);

    private static AuditView Of(AuditRow row, string address) => new(
        row.Id, row.Tenant?.Value, row.At, row.Action, row.Outcome, row.Actor is { } actor ? new(actor.Value, row.ActorName, row.ActorEmail) : null, row.IsByPlatform,
        row.SubjectKind.Length > 0 ? new(row.SubjectKind, row.SubjectId) : null, JsonElement.Parse(row.Detail), address.Length > 0 ? address : null, row.FinishedAt);
}

/// <summary>As the user was called then.</summary>
internal sealed record AuditActorView([property: JsonPropertyName("_id")] Guid Id, string Name, string Email);

/// <param name="Kind">chat, agent, user or tenant.</param>
internal sealed record AuditSubjectView(string Kind, [property: JsonPropertyName("_id")] Guid? Id);
