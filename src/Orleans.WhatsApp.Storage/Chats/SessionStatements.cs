using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

internal static class SessionStatements
{
    private const string Upsert = """
        insert into sessions (
          tenant_id, id, chat_id, number, status, resolved_by, started_at, resolved_at, grace_deadline, taken_over_by, taken_over_at,
          conversation_id, conversation_created_at, last_agent_interaction_at, message_count, created_at, updated_at)
        values (
          @tenant, @id, @chat, @number, @status, @resolved_by, @started_at, @resolved_at, @grace_deadline, @taken_over_by, @taken_over_at,
          @conversation_id, @conversation_created_at, @last_agent_interaction_at, @message_count, @now, @now)
        on conflict (tenant_id, id) do update set
          status = excluded.status, resolved_by = excluded.resolved_by, started_at = excluded.started_at, resolved_at = excluded.resolved_at,
          grace_deadline = excluded.grace_deadline, taken_over_by = excluded.taken_over_by, taken_over_at = excluded.taken_over_at,
          conversation_id = excluded.conversation_id, conversation_created_at = excluded.conversation_created_at,
          last_agent_interaction_at = excluded.last_agent_interaction_at, message_count = excluded.message_count, updated_at = excluded.updated_at
        """;

    public static Statement Save(ChatKey chat, Session session, DateTimeOffset now) => new(
        Upsert,
        ("tenant", chat.Tenant.Value),
        ("id", session.Id.Value),
        ("chat", chat.Chat.Value),
        ("number", session.Number),
        ("status", session.Status.Word()),
        ("resolved_by", session.ResolvedBy.Word()),
        ("started_at", session.StartedAt),
        ("resolved_at", session.ResolvedAt),
        ("grace_deadline", (DateTimeOffset?)session.GraceEndsAt),
        ("taken_over_by", session.TakenOverBy?.Value),
        ("taken_over_at", session.TakenOverAt),
        ("conversation_id", session.ConversationId),
        ("conversation_created_at", session.ConversationCreatedAt),
        ("last_agent_interaction_at", session.LastAgentInteractionAt),
        ("message_count", session.MessageCount),
        ("now", now)) { Together = Together.Sessions };
}
