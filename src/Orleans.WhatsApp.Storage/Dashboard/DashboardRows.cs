using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>A chat as every query of it reads it, whether it lists many or looks for one.</summary>
internal static class DashboardRows
{
    public const string ChatColumns = """
        c.id, c.channel_id, c.provider_chat_id, c.contact_name, c.contact_phone, c.is_closed, c.epoch, c.attention, c.last_message_preview, c.last_message_at,
        c.message_count - c.messages_removed, c.created_at, c.updated_at, c.window_closes_at, c.is_hidden,
        s.id, s.chat_id, s.status, s.resolved_by, s.started_at, s.resolved_at, s.grace_deadline, s.taken_over_by, s.taken_over_at, s.conversation_id,
        s.message_count, s.created_at, s.updated_at
        """;

    /// <summary>How many columns that are.</summary>
    public const int Columns = 28;

    public static ChatRow ReadChat(Row row) => new()
    {
        Id = new(row.Id(0)),
        Channel = new(row.Id(1)),
        ProviderChatId = row.Text(2),
        ContactName = row.Text(3),
        ContactPhone = row.Text(4),
        IsClosed = row.Flag(5),
        Epoch = row.Number(6),
        Attention = row.TextOrNull(7),
        LastMessagePreview = row.Text(8),
        LastMessageAt = row.TimeOrNull(9),
        MessageCount = row.Int(10),
        CreatedAt = row.Time(11),
        UpdatedAt = row.Time(12),
        WindowClosesAt = row.TimeOrNull(13),
        IsHidden = row.Flag(14),
        Session = row.IsNull(15) ? null : ReadSession(row, 15),
    };

    public static SessionRow ReadSession(Row row, int first) => new()
    {
        Id = new(row.Id(first)),
        Chat = new(row.Id(first + 1)),
        Status = row.Word<SessionStatus>(first + 2),
        ResolvedBy = row.WordOrNull<ResolvedBy>(first + 3),
        StartedAt = row.Time(first + 4),
        ResolvedAt = row.TimeOrNull(first + 5),
        GraceDeadline = row.TimeOrNull(first + 6),
        TakenOverBy = row.IdOrNull(first + 7) is { } by ? new(by) : null,
        TakenOverAt = row.TimeOrNull(first + 8),
        ConversationId = row.TextOrNull(first + 9),
        MessageCount = row.Int(first + 10),
        CreatedAt = row.Time(first + 11),
        UpdatedAt = row.Time(first + 12),
    };

    public static HeldSend ReadOutbox(Row row) => new()
    {
        Intent = new(row.Id(0)),
        Message = new(row.Id(1)),
        Chat = new(row.Id(2)),
        Channel = new(row.Id(3)),
        ContactName = row.Text(4),
        Text = row.Text(5),
        ContentJson = row.TextOrNull(6),
        Status = row.Text(7),
        Code = row.TextOrNull(8) ?? row.Text(9),
        At = row.Time(10),
        NotBefore = row.TimeOrNull(11),
    };

    /// <summary>Of the table <c>messages</c>.</summary>
    public const string MessageColumns = """
        id, session_id, sender, sender_name, text, via_channel, status, provider_message_id, is_late, edited_at is not null, deleted_at is not null, attachments, at, chat_id, seq,
        failure_code, content, case when status = 'queued' then (
          select o.not_before from outbox o where o.tenant_id = messages.tenant_id and o.intent_id = messages.intent_id and o.status = 'ready') end
        """;

    /// <summary>How many columns that are.</summary>
    public const int MessageColumnCount = 18;

    /// <summary>Its reactions are read beside it.</summary>
    public static MessageRow ReadMessage(Row row) => new()
    {
        Id = new(row.Id(0)),
        Chat = new(row.Id(13)),
        Session = row.IdOrNull(1) is { } id ? new(id) : null,
        Sender = row.Word<Sender>(2),
        SenderName = row.Text(3),
        Text = row.Text(4),
        ViaChannel = row.Flag(5),
        Status = row.Word<DeliveryStatus>(6),
        ProviderMessageId = row.TextOrNull(7),
        IsLate = row.Flag(8),
        IsEdited = row.Flag(9),
        IsDeleted = row.Flag(10),
        AttachmentsJson = row.Text(11),
        ReactionsJson = "[]",
        At = row.Time(12),
        FailureCode = row.Text(15),
        ContentJson = row.TextOrNull(16),
        QueuedUntil = row.TimeOrNull(17),
    };
}
