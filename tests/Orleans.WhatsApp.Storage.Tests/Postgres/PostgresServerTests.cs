using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Channels;
using Orleans.WhatsApp.Storage.Postgres;
using Orleans.WhatsApp.Storage.Reminders;
using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Tests.Conformance;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Storage.Tests.Postgres;

/// <summary>What only several processes on one server, or a server that breaks off, can show.</summary>
public sealed class PostgresServerTests : IAsyncLifetime
{
    private string _connectionString = "";

    public async Task InitializeAsync() => _connectionString = await (await PostgresServer.Get()).NewDatabase();

    public Task DisposeAsync() => PostgresServer.DropDatabase(_connectionString);

    private Task<ServiceProvider> Process() => Process(_connectionString);

    private static async Task<ServiceProvider> Process(string connectionString, byte key = 0)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPostgresStorage(connectionString);
        services.AddSingleton(new SecretBox([.. Enumerable.Repeat(key, 32)]));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        return provider;
    }

    private async Task Terminate(string which)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var terminate = new NpgsqlCommand(
            """
            with those as materialized (
              select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = @which)
            select array_agg(pid) from those where pg_terminate_backend(pid)
            """, connection);
        terminate.Parameters.AddWithValue("which", which);
        // That was only a signal.
        await using var left = new NpgsqlCommand("select count(*) = 0 from pg_stat_activity where pid = any(@pids)", connection);
        left.Parameters.AddWithValue("pids", (int[])(await terminate.ExecuteScalarAsync())!);
        Assert.True(await Eventually(async () => (bool)(await left.ExecuteScalarAsync())!));
    }

    private static async Task<bool> Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await holds()) return true;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return false;
    }

    [Fact]
    public async Task Processes_that_start_at_once_migrate_once()
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Process)));

        var database = processes[0].GetRequiredService<PostgresDatabase>();
        Assert.Equal(MigrationScript.All("Postgres").Select(script => script.Name), await database.Query(new("select name from migrations order by name"), row => row.Text(0)));
        foreach (var process in processes) await process.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_was_sealed_with_another_key_is_not_read_and_not_lost()
    {
        await using var ours = await Process();
        await using var storage = new TestStorage(ours, new ManualClock());
        var (tenant, channel) = await storage.NewTenant();
        await storage.Channels.Save((await storage.Channels.Load(tenant, channel))! with { Secret = "a token" });

        await using (var other = await Process(_connectionString, key: 1))
        {
            var channels = other.GetRequiredService<IChannelStore>();
            var account = (await channels.Load(tenant, channel))!;
            Assert.Equal("", account.Secret);
            Assert.True(await channels.Save(account with { Status = ChannelStatus.Stopped }));
        }

        Assert.Equal(("a token", ChannelStatus.Stopped), ((await storage.Channels.Load(tenant, channel))!.Secret, (await storage.Channels.Load(tenant, channel))!.Status));
    }

    [Fact]
    public async Task An_edited_migration_refuses_to_start()
    {
        await using (var process = await Process())
            await process.GetRequiredService<PostgresDatabase>().Execute(new Statement("update migrations set hash = 'other'"));

        await Assert.ThrowsAsync<SchemaChangedException>(Process);
    }

    [Fact]
    public async Task An_index_of_the_inbox_that_a_dump_holds_goes_when_the_dump_is_over_and_events_are_kept_meanwhile()
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        var scripts = MigrationScript.All("Postgres");
        await PostgresMigrations.Apply(source, [.. scripts.TakeWhile(script => !script.Name.StartsWith("0013", StringComparison.Ordinal))], CancellationToken.None);
        await using var dump = await source.OpenConnectionAsync();
        await using var reads = await dump.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("select count(*) from inbox", dump)) await read.ExecuteScalarAsync();

        var migrating = PostgresMigrations.Apply(source, scripts, CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            await using var keep = source.CreateCommand($"""
                insert into inbox (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body)
                values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, 'message', '{i}', '', 'f', now(), '')
                """);
            Assert.Equal(1, await keep.ExecuteNonQueryAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        Assert.False(migrating.IsCompleted);
        await reads.CommitAsync();
        await migrating;
        await using var left = source.CreateCommand("select string_agg(indexname, ' ' order by indexname) from pg_indexes where tablename = 'inbox'");
        Assert.Equal("inbox_pkey inbox_set_aside inbox_undone_age", await left.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Commits_that_wait_for_one_share_the_next()
    {
        await using var process = await Process();
        await using var storage = new TestStorage(process, new ManualClock());
        var chats = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => storage.NewChat()));
        await Task.WhenAll(chats.Select(chat => chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage()))));
        await Task.WhenAll(chats.Select(chat => chat.Commit(new ChatEffect.StoreMessage(chat.NewMessage()))));

        // The first of the second round is alone, since nobody waited yet; every row says by which transaction it was written last.
        var transactions = await process.GetRequiredService<PostgresDatabase>().Query(new("select count(distinct xmin::text) from chats"), row => row.Int(0));
        Assert.InRange(transactions[0], 1, chats.Length / 2);
    }

    [Fact]
    public async Task A_message_that_is_there_is_stored_once_and_parts_no_commits()
    {
        await using var process = await Process();
        await using var storage = new TestStorage(process, new ManualClock());
        var chats = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => storage.NewChat()));
        var messages = chats.Select(chat => chat.NewMessage()).ToList();
        await Task.WhenAll(chats.Zip(messages, (chat, message) => chat.Commit(new ChatEffect.StoreMessage(message))));
        await Task.WhenAll(chats.Zip(messages, (chat, message) => chat.Commit(new ChatEffect.StoreMessage(message), new ChatEffect.StoreMessage(chat.NewMessage()))));

        var database = process.GetRequiredService<PostgresDatabase>();
        Assert.Equal(120, (await database.Query(new("select count(*) from messages"), row => row.Int(0)))[0]);
        Assert.InRange((await database.Query(new("select count(distinct xmin::text) from chats"), row => row.Int(0)))[0], 1, chats.Length / 2);
    }

    [Fact]
    public async Task Reminders_that_are_made_at_once_share_transactions_and_the_same_one_twice_is_one()
    {
        await using var process = await Process();
        var rows = process.GetRequiredService<IReminderRows>();
        var at = new DateTimeOffset(2026, 5, 18, 12, 0, 0, TimeSpan.Zero);
        var etags = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => rows.Upsert("silo", new ReminderRow($"chat/{number / 2}", "wake", at, TimeSpan.FromMinutes(1)))));

        Assert.Equal(120, etags.Distinct().Count());
        var kept = await rows.ReadAll("silo");
        Assert.Equal(60, kept.Count);
        Assert.Empty(kept.Select(row => row.ETag).Except(etags));

        await Task.WhenAll(kept.Select(row => rows.Upsert("silo", row with { StartAt = at.AddHours(1) })));
        var transactions = await process.GetRequiredService<PostgresDatabase>().Query(new("select count(distinct xmin::text) from reminders"), row => row.Int(0));
        Assert.InRange(transactions[0], 1, 30);
    }

    [Fact]
    public async Task An_inbox_that_was_empty_when_the_server_planned_is_read_by_its_index_when_it_is_full()
    {
        // All on one connection, whose plans and counts these are.
        await using var process = await Process(_connectionString + ";MaxPoolSize=1");
        await using var storage = new TestStorage(process, new ManualClock());
        var (chat, other, database, sweeps) = (await storage.NewChat(), await storage.NewChat(), process.GetRequiredService<PostgresDatabase>(), process.GetRequiredService<ISweepStore>());
        async Task<(long Scans, long Rows)> Read()
        {
            await database.Execute(new("select pg_stat_force_next_flush()"));
            return (await database.Query(new("select seq_scan, idx_tup_fetch from pg_stat_user_tables where relname = 'inbox'"), row => (row.Number(0), row.Number(1))))[0];
        }

        // More often than a server makes a new plan each time.
        async Task LiveFor(int events)
        {
            for (var i = 0; i < events; i++)
            {
                await storage.Inbox.Keep([new InboxEvent(chat.Key, "message", Guid.NewGuid().ToString(), "", "f", new byte[1], storage.Clock.GetUtcNow())]);
                await chat.Commit([.. (await storage.Inbox.Undone(chat.Key, 10)).Select(row => row.Id)]);
                await sweeps.ChatsWithUndoneInbox(0, storage.Clock.GetUtcNow(), 5);
            }
        }

        await LiveFor(8);
        await database.Execute(new("vacuum analyze inbox"));
        await LiveFor(8);
        await storage.Inbox.Keep([.. Enumerable.Range(0, 5_000).Select(i => new InboxEvent(other.Key, "message", $"{i}", "", "f", new byte[100], storage.Clock.GetUtcNow()))]);
        var before = await Read();
        await LiveFor(8);
        var after = await Read();
        Assert.Equal(before.Scans, after.Scans);
        Assert.InRange(after.Rows - before.Rows, 8, 1_000);
    }

    [Fact]
    public async Task What_a_silo_of_the_version_before_keeps_is_kept_once_and_known()
    {
        const string Before = """
            insert into inbox (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body)
            values (@tenant, @channel, @chat, 0, 'message', @id, '', 'f', @now, @body)
            on conflict do nothing
            """;
        await using var process = await Process();
        await using var storage = new TestStorage(process, new ManualClock());
        var (chat, database) = (await storage.NewChat(), process.GetRequiredService<PostgresDatabase>());
        Statement Keep(string id) => new(
            Before, ("tenant", chat.Key.Tenant.Value), ("channel", chat.Key.Channel.Value), ("chat", chat.Key.Chat.Value), ("id", id), ("now", storage.Clock.GetUtcNow()), ("body", new byte[1].AsMemory()));
        InboxEvent Event(string id) => new(chat.Key, "message", id, "", "f", new byte[1], storage.Clock.GetUtcNow());

        await database.Execute(Keep("theirs"));
        await database.Execute(Keep("theirs"));
        await storage.Inbox.Keep([Event("theirs"), Event("ours")]);
        await database.Execute(Keep("ours"));
        var rows = await storage.Inbox.Undone(chat.Key, 10);
        Assert.Equal(["theirs", "ours"], rows.Select(row => row.Event.ProviderMessageId));

        await chat.Commit([.. rows.Select(row => row.Id)]);
        await database.Execute(Keep("ours"));
        await storage.Inbox.Keep([Event("theirs")]);
        Assert.Empty(await storage.Inbox.Undone(chat.Key, 10));
    }

    [Fact]
    public async Task Words_come_out_the_same_the_short_way_and_the_long_way()
    {
        string[] texts =
        [
            "", " ", "...", "a", " leads", "trails ", "a  b   c", "HELLO hello Hello", "line one\nline two\r\nthree\tand a tab",
            "Don't \"stop\": me/now; (please)-ok @home?!", "x_y #1 $5 100% a+b=c <b> [x] {y} ~ ^ ` * & | \\", "Ünlü kız, José", "сообщение", "a\u00A0b", "a\u0001b",
            new string('a', 60), new string('a', 61), string.Concat("x", new string('.', 200), "y"), $"{new string('a', 60)}-{new string('b', 61)}",
            string.Concat(Enumerable.Repeat("ab ", 6_600)), string.Concat(Enumerable.Repeat("a ", 10_000)) + "cut off",
        ];
        await using var process = await Process();
        const string Differ = """
            select t from unnest(@texts) as t
            where search_message('7b1a6f52-2d0b-5c2e-9b7e-0a3d0c4e8f11', 200000, t) <> search_words(search_prefix('7b1a6f52-2d0b-5c2e-9b7e-0a3d0c4e8f11', 200000), t)
            """;
        await using var command = process.GetRequiredService<PostgresDatabase>().Source.CreateCommand(Differ);
        command.Parameters.AddWithValue("texts", texts);
        Assert.Null(await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_process_is_gone_exactly_when_it_has_ended()
    {
        await using var one = await Process();
        var other = await Process();
        var (ours, theirs) = (one.GetRequiredService<IIncarnation>(), other.GetRequiredService<IIncarnation>());
        Assert.NotEqual(ours.Current, theirs.Current);
        Assert.False(await ours.IsGone(theirs.Current));
        Assert.False(await ours.IsGone(ours.Current));

        var former = theirs.Current;
        await other.DisposeAsync();
        Assert.True(await Eventually(() => ours.IsGone(former)));
    }

    [Fact]
    public async Task A_lost_lock_ends_the_name_but_not_what_still_runs_under_it()
    {
        await using var one = await Process();
        await using var other = await Process();
        var (ours, theirs) = (one.GetRequiredService<IIncarnation>(), other.GetRequiredService<IIncarnation>());
        var (ourName, theirName) = (ours.Current, theirs.Current);

        await Terminate("orleans-whatsapp incarnation");

        Assert.True(await Eventually(() => Task.FromResult(Record.Exception(() => ours.Current) is null && ours.Current != ourName)));
        Assert.True(await Eventually(() => Task.FromResult(Record.Exception(() => theirs.Current) is null && theirs.Current != theirName)));
        Assert.False(await ours.IsGone(ourName));
        Assert.True(ours.IsOurs(ourName));
        Assert.False(theirs.IsOurs(ourName));
        Assert.False(await theirs.IsGone(ourName));
        Assert.False(await theirs.IsGone(ours.Current));
    }

    [Fact]
    public async Task A_broken_connection_is_no_answer_about_the_chat_and_the_next_call_goes_through()
    {
        await using var process = await Process();
        var store = process.GetRequiredService<IChatStore>();
        var chat = new ChatKey(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()));
        var state = new ChatState(chat, "p", Contact.Unknown);
        await store.Commit(new ChatCommit(chat, 0, state, [], [], []));

        await Terminate("orleans-whatsapp");
        var cause = await Record.ExceptionAsync(() => store.Commit(new ChatCommit(chat, 1, state, [], [], [])));

        if (cause is not null) Assert.IsAssignableFrom<NpgsqlException>(cause);
        Assert.True(await Eventually(async () => await Record.ExceptionAsync(() => store.Load(chat)) is null));
        var version = (await store.Load(chat))!.Version;
        Assert.Equal(cause is null ? 2 : 1, version);
        Assert.Equal(version + 1, await store.Commit(new ChatCommit(chat, version, state, [], [], [])));
    }

    [Fact]
    public async Task An_event_is_kept_over_another_connection_where_the_one_at_hand_has_broken()
    {
        await using var process = await Process();
        var (inbox, chat) = (process.GetRequiredService<IInbox>(), new ChatKey(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid())));
        await Keep("one");
        await Terminate("orleans-whatsapp");

        await Keep("two");

        Assert.Equal(["one", "two"], (await inbox.Undone(chat, 10)).Select(row => row.Event.ProviderMessageId));

        Task Keep(string id) => inbox.Keep([new InboxEvent(chat, "message", id, "", "f", new byte[10], DateTimeOffset.UnixEpoch)]);
    }

    [Fact]
    public async Task The_clock_is_the_servers()
    {
        await using var process = await Process();
        var clock = process.GetRequiredService<TimeProvider>();
        Assert.IsType<DatabaseClock>(clock);

        var servers = (await process.GetRequiredService<PostgresDatabase>().Query(new("select clock_timestamp()"), row => row.Time(0)))[0];
        Assert.InRange((clock.GetUtcNow() - servers).TotalSeconds, -1, 5);
    }

    [Fact]
    public async Task Every_key_that_serves_a_tenant_begins_with_the_tenant()
    {
        await using var process = await Process();
        var indexes = await process.GetRequiredService<PostgresDatabase>().Query(
            new("""
                select i.relname, a.attname
                from pg_index x
                join pg_class i on i.oid = x.indexrelid
                join pg_class t on t.oid = x.indrelid
                join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
                join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
                where exists (select 1 from pg_attribute ta where ta.attrelid = t.oid and ta.attname = 'tenant_id')
                """),
            row => (Index: row.Text(0), First: row.Text(1)));

        // Read across tenants on purpose: by the sweeps (shard), the upkeep, sign-in (a user), the webhook (an account), platform admins of what they did themselves, and row numbers. The words of a search begin
        // with the tenant themselves.
        string[] acrossTenants =
        [
            "chats_due", "inbox_undone_age", "received_events_age", "outbox_claimed", "outbox_pkey", "outbox_ready", "messages_pkey", "timeline_pkey",
            "chat_count_changes_pkey", "users_pkey", "users_email", "channels_account", "chat_search_words", "feed_changes_pkey", "feed_changes_age", "feed_events_age",
            "audit_pkey", "audit_id", "audit_platform", "audit_age", "erased_chats_echoes", "erasures_pkey", "uploads_age",
        ];
        Assert.Empty(indexes.Where(index => index.First != "tenant_id").Select(index => index.Index).Except(acrossTenants));
    }
}
