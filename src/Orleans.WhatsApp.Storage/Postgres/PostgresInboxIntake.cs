using System.Data;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// One writer with natural batching: whatever waits while the running statement is on its way goes into the next one, as one multi-row insert and one flush
/// for everybody. No timer, so an idle system adds no delay; more writers or a waiting window made it slower when measured.
/// </summary>
internal sealed class PostgresInboxIntake : IInboxIntake, IAsyncDisposable
{
    /// <summary>Calls that may wait. Beyond this the database is behind by more than a provider waits for, and it should come again.</summary>
    private const int MostWaiting = 10_000;
    private const int MostRows = 1_000;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostTries = 3;

    // An event is known by its narrow row, which stays; the wide one is there until it is decided. Mostly all are new, and to ask of each whether it is costs a fifth
    // of all there is to do. So this statement fails as a whole if one is not. The server happens to write the narrow rows first, so that no wide one is written for
    // nothing. The rows of an array come in its order.
    private const string InsertNew = """
        with fresh as (
          insert into inbox (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body, is_known)
          select tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body, true
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            as told (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body))
        insert into received_events (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
        select tenant_id, channel_id, provider_message_id, kind, content_hash, received_at
        from unnest($1, $2, $6, $5, $7, $9) as told (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
        """;

    // All that were told may be new here too, and then none need be looked for among those that are: compared with each other, a hundred cost as much as to store them.
    private const string InsertWhatIsNew = """
        with fresh as (
          insert into received_events (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
          select tenant_id, channel_id, provider_message_id, kind, content_hash, received_at
          from unnest($1, $2, $6, $5, $7, $9) as told (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
          on conflict do nothing
          returning tenant_id, channel_id, provider_message_id, kind, content_hash)
        insert into inbox (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body, is_known)
        select tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body, true
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) with ordinality
          as told (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body, place)
        where (select count(*) from fresh) = cardinality($1)
          or (tenant_id, channel_id, provider_message_id, kind, content_hash) in (select tenant_id, channel_id, provider_message_id, kind, content_hash from fresh)
        order by place
        """;

    private readonly PostgresDatabase _database;
    private readonly IntakeMeter _meter;
    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _writer;
    private readonly MostlyNew _events = new();

    public PostgresInboxIntake(PostgresDatabase database, IntakeMeter meter)
    {
        (_database, _meter) = (database, meter);
        _writer = Task.Run(Write);
    }

    public Task Keep(IReadOnlyList<InboxEvent> events)
    {
        if (events.Count == 0) return Task.CompletedTask;

        var waiting = new Waiting(events);
        return _queue.Writer.TryWrite(waiting) ? waiting.Stored.Task : Task.FromException(new StorageBusyException());
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
    }

    private async Task Write()
    {
        var batch = new List<Waiting>();
        await using var kept = _database.Keep();
        while (await kept.WaitToRead(_queue.Reader))
        {
            while (TakeWaiting(batch))
            {
                await Store(batch, kept);
                batch.Clear();
            }
        }
    }

    private bool TakeWaiting(List<Waiting> batch)
    {
        var (rows, bytes) = (0, 0L);
        while (rows < MostRows && bytes < MostBytes && _queue.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
            rows += waiting.Events.Count;
            foreach (var kept in waiting.Events) bytes += kept.Body.Length;
        }

        return rows > 0;
    }

    private async Task Store(List<Waiting> batch, KeptConnection kept)
    {
        try
        {
            await Keep([.. batch.SelectMany(waiting => waiting.Events)], kept);
            foreach (var waiting in batch) waiting.Stored.SetResult();
        }
        catch (Exception cause) when (batch.Count > 1 && cause is not NpgsqlException { IsTransient: true })
        {
            // One call's events cannot be stored: that must not fail the others, so each goes alone.
            foreach (var waiting in batch) await Store([waiting], kept);
        }
        catch (Exception cause)
        {
            foreach (var waiting in batch) waiting.Stored.SetException(cause);
        }
    }

    private Task Keep(List<InboxEvent> events, KeptConnection kept) => _events.Run(async allNew =>
    {
        // One that comes twice at once is new only once.
        var inserted = await (allNew ? Insert(InsertNew, events, kept) : Insert(
            InsertWhatIsNew, [.. events.DistinctBy(one => (one.Chat.Tenant, one.Chat.Channel, one.ProviderMessageId, one.Kind, one.ContentHash))], kept));
        return inserted == events.Count;
    });

    /// <returns>How many were new.</returns>
    private async Task<int> Insert(string statement, List<InboxEvent> events, KeptConnection kept)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = await kept.Open();
            try
            {
                await using var command = new NpgsqlCommand(statement, connection);
                Fill(command.Parameters, events);
                var inserted = await command.ExecuteNonQueryAsync();
                _meter.Committed(events.Count);
                return inserted;
            }
            catch (NpgsqlException cause) when (attempt < MostTries && (cause.SqlState == PostgresErrorCodes.DeadlockDetected || IsBroken(connection, cause)))
            {
                // Two processes kept the same events in another order, and the server gave up one of the two statements; or the connection has broken, perhaps
                // long ago, and nobody knows what of it was done. What is known already is left alone, so it can be said again.
            }
        }
    }

    /// <summary>A server that did not answer in time would not do so the second time either.</summary>
    private static bool IsBroken(NpgsqlConnection connection, NpgsqlException cause) => connection.State != ConnectionState.Open && cause.InnerException is not TimeoutException;

    private static void Fill(NpgsqlParameterCollection parameters, List<InboxEvent> events)
    {
        Add(parameters, NpgsqlDbType.Uuid, events, kept => kept.Chat.Tenant.Value);
        Add(parameters, NpgsqlDbType.Uuid, events, kept => kept.Chat.Channel.Value);
        Add(parameters, NpgsqlDbType.Uuid, events, kept => kept.Chat.Chat.Value);
        Add(parameters, NpgsqlDbType.Bigint, events, kept => (long)NameBasedId.Shard(kept.Chat.Chat.Value, ISweepStore.Shards));
        Add(parameters, NpgsqlDbType.Text, events, kept => StorableText.Of(kept.Kind));
        Add(parameters, NpgsqlDbType.Text, events, kept => StorableText.Of(kept.ProviderMessageId));
        Add(parameters, NpgsqlDbType.Text, events, kept => StorableText.Of(kept.ContentHash));
        Add(parameters, NpgsqlDbType.Text, events, kept => StorableText.Of(kept.Format));
        Add(parameters, NpgsqlDbType.TimestampTz, events, kept => kept.ReceivedAt.ToUniversalTime());
        Add(parameters, NpgsqlDbType.Bytea, events, kept => kept.Body);
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, List<InboxEvent> events, Func<InboxEvent, T> column)
    {
        var values = new T[events.Count];
        for (var i = 0; i < values.Length; i++) values[i] = column(events[i]);
        parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values });
    }

    private sealed record Waiting(IReadOnlyList<InboxEvent> Events)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
