using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>
/// What a commit changes in the tenant's counters, as a row of its own: no commit waits for another one's counter row.
/// Dashboard queries add the rows up; folding moves them into one row per tenant. A chat that is not shown counts for nothing.
/// </summary>
internal static class CountChange
{
    private const string OfNewChat = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        values (@tenant, @shown, @closed, @closed_idle, @waiting, @held_by_person, @held_by_agent, @messages)
        """;

    private const string OfKnownChat = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        select @tenant, @shown - shown, @closed - closed, @closed_idle - closed_idle, @waiting - waiting, @held_by_person - held_by_person, @held_by_agent - held_by_agent, case when @shown = 1 then @messages - messages_removed else 0 end - messages
        from (
          select
            case when is_hidden then 0 else 1 end as shown,
            case when is_hidden then 0 when is_closed then 1 else 0 end as closed,
            case when is_hidden then 0 when is_closed and session_id is null then 1 else 0 end as closed_idle,
            case when is_hidden then 0 when session_status = 'waiting' then 1 else 0 end as waiting,
            case when is_hidden then 0 when session_status = 'active' and taken_over_at is not null then 1 else 0 end as held_by_person,
            case when is_hidden then 0 when session_status = 'active' and taken_over_at is null then 1 else 0 end as held_by_agent,
            case when is_hidden then 0 else message_count - messages_removed end as messages,
            messages_removed
          from chats
          where tenant_id = @tenant and id = @chat and version = @expected_version) as known
        where shown <> @shown or closed <> @closed or closed_idle <> @closed_idle or waiting <> @waiting
          or held_by_person <> @held_by_person or held_by_agent <> @held_by_agent
          or messages <> case when @shown = 1 then @messages - messages_removed else 0 end
        """;

    public static Statement Of(ChatCommit commit)
    {
        var (state, session) = (commit.State, commit.State.Session);
        var (isShown, isActive) = (!state.IsHidden, session?.Status == SessionStatus.Active);
        return new Statement(
            commit.IsNew ? OfNewChat : OfKnownChat,
            ("tenant", commit.Chat.Tenant.Value),
            ("chat", commit.Chat.Chat.Value),
            ("expected_version", commit.ExpectedVersion),
            ("shown", One(isShown)),
            ("closed", One(isShown && state.IsClosed)),
            ("closed_idle", One(isShown && state.IsClosed && session is null)),
            ("waiting", One(isShown && session?.Status == SessionStatus.Waiting)),
            ("held_by_person", One(isShown && isActive && session!.TakenOverAt is not null)),
            ("held_by_agent", One(isShown && isActive && session!.TakenOverAt is null)),
            ("messages", commit.IsNew && !isShown ? 0 : state.MessageCount));
    }

    // A chat that is not shown counts for nothing already.
    private const string OfChatThatGoes = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        select
          @tenant,
          -1,
          case when is_closed then -1 else 0 end,
          case when is_closed and session_id is null then -1 else 0 end,
          case when session_status = 'waiting' then -1 else 0 end,
          case when session_status = 'active' and taken_over_at is not null then -1 else 0 end,
          case when session_status = 'active' and taken_over_at is null then -1 else 0 end,
          messages_removed - message_count
        from chats
        where tenant_id = @tenant and id = @chat and version = @expected_version and not is_hidden
        """;

    public static Statement Of(ChatErasure erasure) => new(
        OfChatThatGoes, ("tenant", erasure.Chat.Tenant.Value), ("chat", erasure.Chat.Chat.Value), ("expected_version", erasure.ExpectedVersion));

    private const string OfMessagesThatGo = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        select @tenant, 0, 0, 0, 0, 0, 0, @messages from chats where tenant_id = @tenant and id = @chat and not is_hidden
        """;

    public static Statement OfMessages(ChatKey chat, long removed) =>
        new(OfMessagesThatGo, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("messages", -removed));

    private static int One(bool holds) => holds ? 1 : 0;
}
