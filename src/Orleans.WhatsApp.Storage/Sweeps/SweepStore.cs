using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sweeps;

internal sealed class SweepStore(IDatabase database, IIncarnation incarnation) : ISweepStore
{
    private const string SelectDue = """
        select tenant_id, channel_id, id, next_deadline_at
        from chats
        where shard = @shard and next_deadline_at <= @now and next_deadline_at > @after
        order by next_deadline_at
        limit @limit
        """;

    public async Task<IReadOnlyList<DueChat>> DueChats(int shard, DateTimeOffset now, int limit, DateTimeOffset? after) =>
        await database.Query(
            new(SelectDue, ("shard", shard), ("now", now), ("after", after ?? DateTimeOffset.UnixEpoch), ("limit", limit)), row => new DueChat(Key(row), row.Time(3)));

    private const string SelectAgents = """
        select tenant_id, channel_id, id
        from chats
        where shard = @shard and next_deadline_at <= @before and session_status = 'active' and taken_over_at is null
        order by next_deadline_at
        limit @limit
        """;

    public async Task<IReadOnlyList<ChatKey>> ChatsThatMayWaitForTheAgent(int shard, DateTimeOffset dueBefore, int limit) =>
        await database.Query(new(SelectAgents, ("shard", shard), ("before", dueBefore), ("limit", limit)), Key);

    private const string SelectUndone = """
        select tenant_id, channel_id, chat_id, count(*)
        from (
          select tenant_id, channel_id, chat_id, received_at
          from inbox
          where shard = @shard and received_at <= @before and done_at is null and set_aside_at is null
          order by received_at
          limit @rows) as oldest
        group by tenant_id, channel_id, chat_id
        order by min(received_at)
        limit @limit
        """;

    /// <summary>Of a long backlog only the oldest part is looked at: what comes behind it has its turn when that is done.</summary>
    private const int RowsPerChat = 4;

    /// <summary>Unless that part is of a few chats alone: one that cannot be decided would hide all that came after it.</summary>
    private const int RowsPerChatAtMost = 256;
    private const int FewChats = 4;

    public async Task<IReadOnlyList<ChatKey>> ChatsWithUndoneInbox(int shard, DateTimeOffset receivedBefore, int limit)
    {
        var oldest = await Undone(RowsPerChat);
        if (oldest.Count * FewChats < limit && oldest.Sum(chat => chat.Events) == limit * RowsPerChat) oldest = await Undone(RowsPerChatAtMost);
        return [.. oldest.Select(chat => chat.Key)];

        Task<List<(ChatKey Key, long Events)>> Undone(int rowsPerChat) => database.Query(
            new(SelectUndone, ("shard", shard), ("before", receivedBefore), ("rows", limit * rowsPerChat), ("limit", limit)) { ByIndex = true },
            row => (Key(row), row.Number(3)));
    }

    // An answer of the agent waits behind a send of which nobody knows whether it arrived (ChatState.NextSend), maybe for long.
    private const string SelectReady = """
        select o.tenant_id, o.channel_id, o.chat_id
        from outbox o
        join channels c on c.tenant_id = o.tenant_id and c.id = o.channel_id and c.status = 'ok'
        join tenants t on t.id = o.tenant_id and t.is_active
        where o.shard = @shard and o.status = 'ready' and o.ready_at <= @before and (o.not_before is null or o.not_before <= @now)
          and (o.speaker <> 'ai' or not exists (
            select 1 from outbox unclear where unclear.tenant_id = o.tenant_id and unclear.chat_id = o.chat_id and unclear.status = 'unknown' and unclear.epoch = o.epoch and unclear.seq < o.seq))
        group by o.tenant_id, o.channel_id, o.chat_id
        order by min(o.ready_at)
        limit @limit
        """;

    public async Task<IReadOnlyList<ChatKey>> ChatsWithReadySends(int shard, DateTimeOffset now, DateTimeOffset readyBefore, int limit) =>
        await database.Query(new(SelectReady, ("shard", shard), ("before", readyBefore), ("now", now), ("limit", limit)), Key);

    private const string SelectClaimed = """
        select tenant_id, channel_id, chat_id, claimed_by, claimed_at
        from outbox
        where shard = @shard and status = 'claimed'
        order by claimed_at
        """;

    public async Task<IReadOnlyList<ChatKey>> ChatsWithOrphanedSends(int shard, DateTimeOffset claimedBefore, int limit)
    {
        var claimed = await database.Query(new(SelectClaimed, ("shard", shard)), row => (Chat: Key(row), By: row.Text(3), At: row.TimeOrNull(4)));
        var gone = new Dictionary<string, bool>();
        foreach (var (_, by, _) in claimed)
        {
            if (!gone.ContainsKey(by)) gone.Add(by, await incarnation.IsGone(by));
        }

        // Old ones whoever's they are: the chat knows whether a call of its process still runs.
        return [.. claimed.Where(send => gone[send.By] || send.At < claimedBefore).Select(send => send.Chat).Distinct().Take(limit)];
    }

    private const string CountDeadlines = "select count(*), min(next_deadline_at) from chats where next_deadline_at <= @now";
    private const string CountInbox = """
        select
          (select count(*) from (select 1 from inbox where done_at is null and set_aside_at is null limit @most) as counted),
          (select min(received_at) from inbox where done_at is null and set_aside_at is null),
          (select count(*) from inbox where set_aside_at is not null)
        """;
    private const string CountSends = """
        select count(*), min(case when status = 'ready' then ready_at end)
        from outbox
        where status in ('ready', 'claimed', 'unknown', 'accepted_unnamed')
        """;

    public Task<Backlog> Backlog(DateTimeOffset now) => database.Read(async session =>
    {
        var deadlines = (await session.Query(new(CountDeadlines, ("now", now)), CountAndOldest))[0];
        var (inbox, setAside) = (await session.Query(
            new(CountInbox, ("most", ISweepStore.MostUndoneCounted)) { ByIndex = true }, row => (CountAndOldest(row), row.Number(2))))[0];
        var sends = (await session.Query(new(CountSends), CountAndOldest))[0];
        return new Backlog(deadlines.Count, deadlines.Oldest, inbox.Count, inbox.Oldest, sends.Count, sends.Oldest) { SetAsideInboxRows = setAside };
    });

    private static (long Count, DateTimeOffset? Oldest) CountAndOldest(Row row) => (row.Number(0), row.TimeOrNull(1));

    private static ChatKey Key(Row row) => new(new(row.Id(0)), new(row.Id(1)), new(row.Id(2)));
}
