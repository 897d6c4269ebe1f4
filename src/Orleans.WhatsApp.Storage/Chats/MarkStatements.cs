using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>
/// Every mark goes over the shelf, whether its message is there or not: put, apply what lies there, clear what is applied.
/// One path, so the order in which message and marks come cannot matter.
/// </summary>
internal static class MarkStatements
{
    private const string Put = """
        insert into message_marks (tenant_id, channel_id, chat_id, provider_message_id, kind, actor, value, at)
        values (@tenant, @channel, @chat, @provider_message_id, @kind, @actor, @value, @at)
        on conflict (tenant_id, channel_id, provider_message_id, kind, actor) do update set value = excluded.value, at = excluded.at, chat_id = excluded.chat_id
        where excluded.at >= message_marks.at
        """;

    // An edit older than the newest one applied changes nothing. A status only rises (sent, delivered, read, played); a delivery, a reading or a listening is proof
    // even for a failed send, and a failure that is reported after such a proof changes nothing. Most messages have no mark yet: a count is asked first, where PostgreSQL
    // turns an "exists" into a join that may begin with all marks there are.
    private const string Apply = """
        update messages set
          text = coalesce((
            select m.value from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'edited'
              and (messages.edited_at is null or m.at >= messages.edited_at)), text),
          edited_at = coalesce((
            select m.at from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'edited'
              and (messages.edited_at is null or m.at >= messages.edited_at)), edited_at),
          deleted_at = coalesce(deleted_at, (
            select m.at from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'deleted')),
          delivered_at = coalesce(delivered_at, (
            select m.at from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'delivered')),
          read_at = coalesce(read_at, (
            select m.at from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'read')),
          played_at = coalesce(played_at, (
            select m.at from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'played')),
          failure_code = coalesce((
            select m.value from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'failed'), failure_code),
          status = case
            when status in ('received', 'played') then status
            when exists (
              select 1 from message_marks m
              where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'played') then 'played'
            when status = 'read' then status
            when exists (
              select 1 from message_marks m
              where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'read') then 'read'
            when exists (
              select 1 from message_marks m
              where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'delivered') then 'delivered'
            when status <> 'delivered' and exists (
              select 1 from message_marks m
              where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind = 'failed') then 'failed'
            else status end
        where tenant_id = @tenant and channel_id = @channel and provider_message_id = @provider_message_id
          and 0 < (
            select count(*) from message_marks m
            where m.tenant_id = @tenant and m.channel_id = @channel and m.provider_message_id = @provider_message_id and m.kind <> 'reaction')
        """;

    private const string ClearOfNew = """
        delete from message_marks
        where tenant_id = @tenant and channel_id = @channel and provider_message_id = @provider_message_id and kind <> 'reaction'
        """;

    private const string Clear = $"""
        {ClearOfNew}
          and exists (select 1 from messages where tenant_id = @tenant and channel_id = @channel and provider_message_id = @provider_message_id)
        """;

    public static IEnumerable<Statement> Mark(ChatKey chat, string providerMessageId, MessageMark mark)
    {
        var (kind, actor, value) = mark switch
        {
            MessageMark.Edited edited => ("edited", "", edited.Text),
            MessageMark.Deleted => ("deleted", "", ""),
            MessageMark.Delivered => ("delivered", "", ""),
            MessageMark.Read => ("read", "", ""),
            MessageMark.Sent => ("sent", "", ""),
            MessageMark.Played => ("played", "", ""),
            MessageMark.Failed failed => ("failed", "", failed.Code),
            MessageMark.Reacted reacted => ("reaction", reacted.By, reacted.Emoji),
            _ => throw new NotSupportedException($"{mark.GetType().Name} is no mark that can be stored."),
        };
        var put = new Statement(
            Put,
            ("tenant", chat.Tenant.Value),
            ("channel", chat.Channel.Value),
            ("chat", chat.Chat.Value),
            ("provider_message_id", providerMessageId),
            ("kind", kind),
            ("actor", actor),
            ("value", value),
            ("at", mark.At));
        return mark is MessageMark.Reacted ? [put] : [put, .. TakeFromShelf(chat, providerMessageId)];
    }

    /// <summary>Applies what came before its message; does nothing while there is no such message.</summary>
    public static IEnumerable<Statement> TakeFromShelf(ChatKey chat, string providerMessageId) => [OfMarks(Apply, chat, providerMessageId), OfMarks(Clear, chat, providerMessageId)];

    /// <summary>The same for a message that is stored by this commit; nothing else in it says anything of that message.</summary>
    public static IEnumerable<Statement> TakeFromShelfOfNew(ChatKey chat, string providerMessageId) =>
    [
        OfMarks(Apply, chat, providerMessageId) with { Together = Together.AppliedMarks },
        OfMarks(ClearOfNew, chat, providerMessageId) with { Together = Together.ClearedMarks },
    ];

    private static Statement OfMarks(string sql, ChatKey chat, string providerMessageId) =>
        new(sql, ("tenant", chat.Tenant.Value), ("channel", chat.Channel.Value), ("provider_message_id", providerMessageId));
}
