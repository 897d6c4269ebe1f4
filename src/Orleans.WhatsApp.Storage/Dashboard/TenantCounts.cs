using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>The tenant's counters: what was folded, and the changes since.</summary>
internal sealed record TenantCounts(long Chats, long Closed, long ClosedIdle, long Waiting, long HeldByPerson, long HeldByAgent, long Messages)
{
    private const string Sum = """
        select
          cast(coalesce(sum(chats), 0) as bigint), cast(coalesce(sum(closed), 0) as bigint), cast(coalesce(sum(closed_idle), 0) as bigint),
          cast(coalesce(sum(waiting), 0) as bigint), cast(coalesce(sum(held_by_person), 0) as bigint), cast(coalesce(sum(held_by_agent), 0) as bigint),
          cast(coalesce(sum(messages), 0) as bigint)
        from (
          select chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages from chat_counts where tenant_id = @tenant
          union all
          select chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages from chat_count_changes where tenant_id = @tenant) as parts
        """;

    public static async ValueTask<TenantCounts> Read(ISqlSession session, TenantId tenant) => (await session.Query(
        new(Sum, ("tenant", tenant.Value)),
        row => new TenantCounts(row.Number(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6))))[0];

    /// <summary>How many chats the list of this mode holds.</summary>
    public long Of(string? mode) => mode switch
    {
        null => Chats,
        "waiting" => Waiting,
        "human" => Waiting + HeldByPerson,
        "closed" => ClosedIdle,
        _ => Chats - ClosedIdle - Waiting - HeldByPerson,
    };
}
