using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Inbox;

/// <summary>How events end: first as work, and long after that as something that is known (decision 025).</summary>
internal static class InboxStatements
{
    private const string DeleteRow = """
        delete from inbox
        where tenant_id = @tenant and chat_id = @chat and id = @id
        """;

    /// <summary>Nothing is to be done about it any more. That it has come is known by another row, which stays.</summary>
    public static Statement Done(ChatKey chat, long row) =>
        new(DeleteRow, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("id", row)) { Together = Together.Done };

    // Never while its event is still to be decided: a repetition would be a second one.
    private const string DeleteReceived = """
        delete from received_events where (tenant_id, channel_id, provider_message_id, kind, content_hash) in (
          select r.tenant_id, r.channel_id, r.provider_message_id, r.kind, r.content_hash
          from received_events r
          where r.received_at < @before and not exists (
            select 1 from inbox i
            where i.tenant_id = r.tenant_id and i.channel_id = r.channel_id and i.provider_message_id = r.provider_message_id
              and i.kind = r.kind and i.content_hash = r.content_hash)
        """;

    private const string ForgetAny = $"{DeleteReceived} limit @limit)";
    private const string ForgetTenants = $"{DeleteReceived} and r.tenant_id = @tenant limit @limit)";

    /// <summary>A repetition is taken as new from then on.</summary>
    /// <param name="before">When they were received.</param>
    public static Statement Forget(DateTimeOffset before, int limit) => new(ForgetAny, ("before", before), ("limit", limit));

    /// <summary>The same of one tenant.</summary>
    public static Statement Forget(TenantId tenant, DateTimeOffset before, int limit) => new(ForgetTenants, ("tenant", tenant.Value), ("before", before), ("limit", limit));
}
