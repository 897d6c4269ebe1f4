using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Audit;

/// <summary>How entries are written: alone before an action, or in the transaction that does it.</summary>
internal static class AuditStatements
{
    private const string InsertEntry = """
        insert into audit (
          id, tenant_id, at, actor_id, actor_name, actor_email, by_platform, action, area, subject_kind, subject_id, detail, address, outcome, finished_at)
        values (
          @id, coalesce(@tenant, case when @by_platform then null else (select tenant_id from users where id = coalesce(@actor, @subject)) end), @at, @actor,
          coalesce((select name from users where id = @actor), ''), coalesce((select email from users where id = @actor), ''), @by_platform, @action, @area,
          @subject_kind, @subject, @detail, @address, @outcome, @finished_at)
        """;

    public static Statement Insert(AuditEntry entry) => new(
        InsertEntry,
        ("id", entry.Id),
        ("tenant", entry.Tenant?.Value),
        ("at", entry.At),
        ("actor", entry.Actor?.Value),
        ("by_platform", entry.IsByPlatform),
        ("action", entry.Action),
        ("area", entry.Action.Split('.')[0]),
        ("subject_kind", entry.SubjectKind),
        ("subject", entry.SubjectId),
        ("detail", entry.Detail),
        ("address", entry.Address),
        ("outcome", entry.Outcome),
        ("finished_at", entry.Outcome == AuditOutcome.Begun ? (DateTimeOffset?)null : entry.At));

    /// <summary>Nothing where there is no entry to write.</summary>
    public static IEnumerable<Statement> InsertIf(AuditEntry? entry) => entry is null ? [] : [Insert(entry)];
}
