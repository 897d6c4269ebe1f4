using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

internal static class TimelineStatements
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private const string Insert = """
        insert into timeline (tenant_id, chat_id, at, rule, cause, phase_before, phase_after, epoch, session_id, actor, detail, policy)
        values (@tenant, @chat, @at, @rule, @cause, @phase_before, @phase_after, @epoch, @session, @actor, @detail, @policy)
        """;

    public static Statement Add(ChatKey chat, TimelineEntry entry) => new(
        Insert,
        ("tenant", chat.Tenant.Value),
        ("chat", chat.Chat.Value),
        ("at", entry.At),
        ("rule", entry.Rule),
        ("cause", entry.Cause),
        ("phase_before", entry.Before.Word()),
        ("phase_after", entry.After.Word()),
        ("epoch", entry.Epoch),
        ("session", entry.Session?.Value),
        ("actor", entry.Actor),
        ("detail", entry.Detail),
        ("policy", entry.Policy is { } policy ? JsonSerializer.Serialize(policy, Json) : null)) { Together = Together.Timeline };

    /// <summary>A line whose columns come in the order in which the insert names them, without the ids.</summary>
    public static TimelineEntry Read(Row row) => new(
        row.Time(0), row.Text(1), row.Text(2), row.Word<Phase>(3), row.Word<Phase>(4), row.Number(5), row.IdOrNull(6) is { } id ? new(id) : null, row.Text(7), row.Text(8))
    {
        Policy = row.TextOrNull(9) is { } policy ? JsonSerializer.Deserialize<PolicyThen>(policy, Json) : null,
    };
}
