using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>
/// What a commit changes in the tenant's counters, as a row of its own: no commit waits for another one's counter row.
/// Dashboard queries add the rows up; folding moves them into one row per tenant.
/// </summary>
internal static class CountChange
{
    private const string OfNewChat = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        values (@tenant, 1, @closed, @closed_idle, @waiting, @held_by_person, @held_by_agent, @messages)
        """;

    private const string OfKnownChat = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        select @tenant, 0, @closed - closed, @closed_idle - closed_idle, @waiting - waiting, @held_by_person - held_by_person, @held_by_agent - held_by_agent, @messages - messages
        from (
          select
            case when is_closed then 1 else 0 end as closed,
            case when is_closed and session_id is null then 1 else 0 end as closed_idle,
            case when session_status = 'waiting' then 1 else 0 end as waiting,
            case when session_status = 'active' and taken_over_at is not null then 1 else 0 end as held_by_person,
            case when session_status = 'active' and taken_over_at is null then 1 else 0 end as held_by_agent,
            message_count as messages
          from chats
          where tenant_id = @tenant and id = @chat and version = @expected_version) as known
        where closed <> @closed or closed_idle <> @closed_idle or waiting <> @waiting
          or held_by_person <> @held_by_person or held_by_agent <> @held_by_agent or messages <> @messages
        """;

    public static Statement Of(ChatCommit commit)
    {
        var (state, session) = (commit.State, commit.State.Session);
        var isActive = session?.Status == SessionStatus.Active;
        return new Statement(
            commit.IsNew ? OfNewChat : OfKnownChat,
            ("tenant", commit.Chat.Tenant.Value),
            ("chat", commit.Chat.Chat.Value),
            ("expected_version", commit.ExpectedVersion),
            ("closed", One(state.IsClosed)),
            ("closed_idle", One(state.IsClosed && session is null)),
            ("waiting", One(session?.Status == SessionStatus.Waiting)),
            ("held_by_person", One(isActive && session!.TakenOverAt is not null)),
            ("held_by_agent", One(isActive && session!.TakenOverAt is null)),
            ("messages", state.MessageCount));
    }

    private const string OfChatThatGoes = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        select
          @tenant, -1,
          case when is_closed then -1 else 0 end,
          case when is_closed and session_id is null then -1 else 0 end,
          case when session_status = 'waiting' then -1 else 0 end,
          case when session_status = 'active' and taken_over_at is not null then -1 else 0 end,
          case when session_status = 'active' and taken_over_at is null then -1 else 0 end,
          messages_removed - message_count
        from chats
        where tenant_id = @tenant and id = @chat and version = @expected_version
        """;

    public static Statement Of(ChatErasure erasure) => new(
        OfChatThatGoes, ("tenant", erasure.Chat.Tenant.Value), ("chat", erasure.Chat.Chat.Value), ("expected_version", erasure.ExpectedVersion));

    private const string OfMessagesThatGo = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        values (@tenant, 0, 0, 0, 0, 0, 0, @messages)
        """;

    public static Statement OfMessages(TenantId tenant, long removed) => new(OfMessagesThatGo, ("tenant", tenant.Value), ("messages", -removed));

    private static int One(bool holds) => holds ? 1 : 0;
}
