using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Upkeep;

internal sealed class StorageUpkeep(IDatabase database) : IStorageUpkeep
{
    private const string ChooseChanges = "update chat_count_changes set fold = @fold where fold is null";

    private const string FoldChanges = """
        insert into chat_counts (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
        select tenant_id, sum(chats), sum(closed), sum(closed_idle), sum(waiting), sum(held_by_person), sum(held_by_agent), sum(messages)
        from chat_count_changes
        where fold = @fold
        group by tenant_id
        on conflict (tenant_id) do update set
          chats = chat_counts.chats + excluded.chats, closed = chat_counts.closed + excluded.closed, closed_idle = chat_counts.closed_idle + excluded.closed_idle,
          waiting = chat_counts.waiting + excluded.waiting, held_by_person = chat_counts.held_by_person + excluded.held_by_person,
          held_by_agent = chat_counts.held_by_agent + excluded.held_by_agent, messages = chat_counts.messages + excluded.messages
        """;

    private const string DeleteChanges = "delete from chat_count_changes where fold = @fold";
    private const string DeleteTokens = "delete from refresh_tokens where expires_at < @now";
    private const string DeleteFamilies = "delete from refresh_families where not exists (select 1 from refresh_tokens t where t.family = refresh_families.family)";
    private const string DeleteInvitations = "delete from invitations where expires_at < @now";
    private const string DeleteFailures = "delete from sign_in_failures where since < @before";

    /// <summary>Of a version that left them there.</summary>
    private const string DeleteDecided = "delete from inbox where done_at is not null";

    private const string ForgetEchoes = "update erased_chats set echoes = '' where echoes <> '' and until < @before";
    private const string DeleteTickets = "delete from feed_tickets where expires_at < @now";

    private const string DeleteEvents = """
        delete from feed_events where (tenant_id, number) in (
          select e.tenant_id, e.number from feed_events e join feed_heads h on h.tenant_id = e.tenant_id
          where e.at < @before or e.number <= h.last - @kept
          limit 5000)
        """;

    /// <summary>Nobody is refilled from further back: a client that was away for longer reads everything anew.</summary>
    private static readonly TimeSpan KeepEventsFor = TimeSpan.FromDays(7);
    private const int KeepEvents = 10_000;

    public async Task<int> Tidy(DateTimeOffset now, DateTimeOffset receivedBefore)
    {
        // The rows to fold are chosen by a mark of this fold's own: a second fold at the same time waits at the row locks and finds none left.
        var fold = Guid.NewGuid();
        await database.Write(async session =>
        {
            await session.ExecuteAll([new(ChooseChanges, ("fold", fold)), new(FoldChanges, ("fold", fold)), new(DeleteChanges, ("fold", fold))]);
            return fold;
        });

        await database.Execute(new(DeleteTokens, ("now", now)));
        await database.Execute(new(DeleteFamilies));
        await database.Execute(new(DeleteInvitations, ("now", now)));
        // Longer than a window and a lock can last together.
        await database.Execute(new(DeleteFailures, ("before", now.AddDays(-2))));

        await database.Execute(new(DeleteTickets, ("now", now)));
        // Their time is over after minutes.
        await database.Execute(new(ForgetEchoes, ("before", now.AddDays(-1))));

        await database.InSteps(new(DeleteEvents, ("before", now - KeepEventsFor), ("kept", KeepEvents)));
        await database.Execute(new(DeleteDecided));
        return await database.InSteps(InboxStatements.Forget(receivedBefore, limit: 5_000));
    }

    public Task Scrub() => database.Scrub();
}
