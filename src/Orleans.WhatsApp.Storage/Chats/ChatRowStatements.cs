using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>The chat's own row: the state document, and the columns that queries and sweeps need, all read from it.</summary>
internal static class ChatRowStatements
{
    private const string Insert = """
        insert into chats (
          tenant_id, id, channel_id, shard, version, epoch, provider_chat_id, contact_name, contact_phone, contact_address, phone_key, is_closed,
          session_id, session_status, session_started_at, grace_deadline, buffer_started_at, buffer_ends_at, taken_over_by, taken_over_at,
          attention, next_deadline_at, last_message_at, last_message_preview, message_count, state, window_closes_at, is_hidden, created_at, updated_at)
        values (
          @tenant, @chat, @channel, @shard, @next_version, @epoch, @provider_chat_id, @contact_name, @contact_phone, @contact_address, @phone_key, @is_closed,
          @session, @session_status, @session_started_at, @grace_deadline, @buffer_started_at, @buffer_ends_at, @taken_over_by, @taken_over_at,
          @attention, @next_deadline_at, @last_message_at, @last_message_preview, @message_count, @state, @window_closes_at, @is_hidden, @now, @now)
        on conflict do nothing
        """;

    private const string Update = """
        update chats set
          version = @next_version, epoch = @epoch, provider_chat_id = @provider_chat_id,
          contact_name = @contact_name, contact_phone = @contact_phone, contact_address = @contact_address, phone_key = @phone_key, is_closed = @is_closed,
          session_id = @session, session_status = @session_status, session_started_at = @session_started_at, grace_deadline = @grace_deadline,
          buffer_started_at = @buffer_started_at, buffer_ends_at = @buffer_ends_at, taken_over_by = @taken_over_by, taken_over_at = @taken_over_at,
          attention = @attention, next_deadline_at = @next_deadline_at, last_message_at = @last_message_at,
          last_message_preview = @last_message_preview, message_count = @message_count, state = @state, window_closes_at = @window_closes_at, is_hidden = @is_hidden, updated_at = @now
        where tenant_id = @tenant and id = @chat and channel_id = @channel and version = @expected_version
        """;

    public static Statement Save(ChatCommit commit, DateTimeOffset now)
    {
        var (chat, state, session) = (commit.Chat, commit.State, commit.State.Session);
        return new Statement(
            commit.IsNew ? Insert : Update,
            ("tenant", chat.Tenant.Value),
            ("channel", chat.Channel.Value),
            ("chat", chat.Chat.Value),
            ("shard", NameBasedId.Shard(chat.Chat.Value, ISweepStore.Shards)),
            ("expected_version", commit.ExpectedVersion),
            ("next_version", commit.ExpectedVersion + 1),
            ("epoch", state.Epoch),
            ("provider_chat_id", state.ProviderChatId),
            ("contact_name", state.Contact.Name),
            ("contact_phone", state.Contact.Phone),
            ("contact_address", state.Contact.Address),
            ("phone_key", PhoneKey.Of(state.Contact.Phone)),
            ("is_closed", state.IsClosed),
            ("session", session?.Id.Value),
            ("session_status", session?.Status.Word()),
            ("session_started_at", session?.StartedAt),
            ("grace_deadline", session?.GraceEndsAt),
            ("buffer_started_at", session?.BufferStartedAt),
            ("buffer_ends_at", session?.BufferEndsAt),
            ("taken_over_by", session?.TakenOverBy?.Value),
            ("taken_over_at", session?.TakenOverAt),
            ("attention", state.Attention.Word()),
            ("next_deadline_at", state.NextDeadline),
            ("last_message_at", state.LastMessageAt),
            ("last_message_preview", state.LastMessagePreview),
            ("message_count", state.MessageCount),
            ("state", ChatStateJson.Write(state).AsMemory()),
            ("window_closes_at", state.WindowClosesAt),
            ("is_hidden", state.IsHidden),
            ("now", now)) { MustChange = true, Together = Together.Chats };
    }
}
