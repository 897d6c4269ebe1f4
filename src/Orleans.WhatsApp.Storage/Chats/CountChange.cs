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
    private const string OfChange = """
        insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        values (@tenant, @shown, @closed, @closed_idle, @waiting, @held_by_person, @held_by_agent, @messages)
        """;

    private const string OfShownOrHiddenChat = """
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

    /// <summary>Null where no counter changes.</summary>
    public static Statement? Of(ChatCommit commit)
    {
        // What the version was decided on is what its row has. Only of a chat that is shown or hidden by this, the row knows how many messages retention took.
        if (commit is { IsNew: false, Before: { } before } && before.IsHidden == commit.State.IsHidden) return OfDifference(commit.Chat, Counts(before), Counts(commit.State));

        Arg[] counts = [.. Counts(commit.State).Select(count => (Arg)count)];
        return commit.IsNew
            ? new Statement(OfChange, [("tenant", commit.Chat.Tenant.Value), .. counts]) { Together = Together.Counts }
            : new Statement(OfShownOrHiddenChat, [("tenant", commit.Chat.Tenant.Value), ("chat", commit.Chat.Chat.Value), ("expected_version", commit.ExpectedVersion), .. counts]) { Together = Together.First };
    }

    private static Statement? OfDifference(ChatKey chat, (string Name, long Value)[] before, (string Name, long Value)[] after)
    {
        Arg[] changes = [.. after.Zip(before, (now, was) => (Arg)(now.Name, now.Value - was.Value))];
        return changes.All(change => change.Value is 0L)
            ? null
            : new Statement(OfChange, [("tenant", chat.Tenant.Value), .. changes]) { Together = Together.Counts };
    }

    private static (string Name, long Value)[] Counts(ChatState state)
    {
        var (isShown, isActive) = (!state.IsHidden, state.Session?.Status == SessionStatus.Active);
        return
        [
            ("shown", One(isShown)),
            ("closed", One(isShown && state.IsClosed)),
            ("closed_idle", One(isShown && state.IsClosed && state.Session is null)),
            ("waiting", One(isShown && state.Session?.Status == SessionStatus.Waiting)),
            ("held_by_person", One(isShown && isActive && state.Session!.TakenOverAt is not null)),
            ("held_by_agent", One(isShown && isActive && state.Session!.TakenOverAt is null)),
            ("messages", isShown ? state.MessageCount : 0),
        ];
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
