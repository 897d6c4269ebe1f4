using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Inbox;

internal sealed class InboxStore(IDatabase database, IInboxIntake intake, TimeProvider clock) : IInbox
{
    public const int MostFailures = 5;

    public Task Keep(IReadOnlyList<InboxEvent> events) => intake.Keep(events);

    // In these words the sweeps' index of all undone rows cannot answer it: a planner that has not counted yet took that for the shortest way to those of one chat.
    private const string SelectUndone = """
        select id, kind, provider_message_id, content_hash, format, body, received_at, failures
        from inbox
        where tenant_id = @tenant and channel_id = @channel and chat_id = @chat and coalesce(done_at, set_aside_at) is null
        order by id
        limit @limit
        """;

    public async Task<IReadOnlyList<InboxRow>> Undone(ChatKey chat, int limit) => await database.Query(
        new(SelectUndone, ("tenant", chat.Tenant.Value), ("channel", chat.Channel.Value), ("chat", chat.Chat.Value), ("limit", limit)) { ByIndex = true },
        row => new InboxRow(row.Number(0), new InboxEvent(chat, row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Bytes(5), row.Time(6)), row.Int(7)));

    public Task Discard(ChatKey chat, IReadOnlyList<long> rowIds) =>
        rowIds.Count == 0 ? Task.CompletedTask : database.Commit([.. rowIds.Select(id => InboxStatements.Done(chat, id))]);

    private const string CountFailure = """
        update inbox set
          failures = failures + 1,
          last_error = @error,
          set_aside_at = case when failures + 1 >= @most then @now else set_aside_at end
        where tenant_id = @tenant and chat_id = @chat and id = @id and done_at is null and set_aside_at is null
        returning set_aside_at is not null
        """;

    public Task<bool> Failed(ChatKey chat, long rowId, string error) => database.Write(async session =>
    {
        var counted = await session.Query(
            new(CountFailure, ("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("id", rowId), ("error", error), ("most", MostFailures), ("now", clock.GetUtcNow())),
            row => row.Flag(0));
        return counted is [true];
    });

    // Strangers can make up accounts. What comes while a number is being linked is a handful, and of a number that nobody links the newest are kept.
    private const int MostUnlinkedOfAccount = 1_000;
    private const int MostUnlinked = 10_000;

    private const string InsertUnlinked = """
        insert into unlinked_events (provider, account_id, format, received_at, body)
        select @provider, @account, @format, @received_at, @body
        where (select count(*) from (select 1 from unlinked_events limit @of_all) as every) < @of_all
        """;

    private const string DeleteSurplus = """
        delete from unlinked_events where id in (
          select id from unlinked_events where provider = @provider and account_id = @account order by id desc limit 1 offset @of_account)
        """;

    public Task<bool> KeepUnlinked(string provider, string accountId, string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => database.Write(async session =>
    {
        var kept = await session.Execute(new(
            InsertUnlinked, ("provider", provider), ("account", accountId), ("format", format), ("received_at", receivedAt), ("body", body), ("of_all", MostUnlinked)));
        await session.Execute(new(DeleteSurplus, ("provider", provider), ("account", accountId), ("of_account", MostUnlinkedOfAccount)));
        return kept > 0;
    });

    private const string SelectUnlinked = """
        select id, format, body, received_at
        from unlinked_events
        where provider = @provider and account_id = @account
        order by id
        limit @limit
        """;

    public async Task<IReadOnlyList<UnlinkedEvent>> Unlinked(string provider, string accountId, int limit) => await database.Query(
        new(SelectUnlinked, ("provider", provider), ("account", accountId), ("limit", limit)),
        row => new UnlinkedEvent(row.Number(0), provider, accountId, row.Text(1), row.Bytes(2), row.Time(3)));

    private const string DeleteUnlinked = "delete from unlinked_events where id = @id";

    public Task ForgetUnlinked(IReadOnlyList<long> ids) => ids.Count == 0 ? Task.CompletedTask : database.Write(async session =>
    {
        await session.ExecuteAll([.. ids.Select(id => new Statement(DeleteUnlinked, ("id", id)))]);
        return ids.Count;
    });

    private const string DeleteOldUnlinked = "delete from unlinked_events where received_at < @before";

    public Task<int> DropUnlinked(DateTimeOffset receivedBefore) => database.Execute(new(DeleteOldUnlinked, ("before", receivedBefore)));
}
