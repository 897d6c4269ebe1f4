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
        ("policy", entry.Policy is { } policy ? JsonSerializer.Serialize(policy, Json) : null));

    public static PolicyThen? PolicyOf(string? json) => json is null ? null : JsonSerializer.Deserialize<PolicyThen>(json, Json);
}
