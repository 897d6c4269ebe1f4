using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Sqlite;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Storage.Tests.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"storage-tests-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_second_user_of_the_file_fails_at_once_and_may_come_when_the_first_has_left()
    {
        using (var first = SqliteDatabase.InFolder(_folder))
        {
            first.Open();
            using var second = SqliteDatabase.InFolder(_folder);
            var refusal = Assert.Throws<StorageInUseException>(second.Open);
            Assert.Contains("another process is using it", refusal.Message, StringComparison.Ordinal);
        }

        using var next = SqliteDatabase.InFolder(_folder);
        next.Open();
    }

    [Fact]
    public void A_killed_process_leaves_no_lock_behind()
    {
        Directory.CreateDirectory(_folder);
        using var holder = Process.Start(new ProcessStartInfo("flock", [Path.Combine(_folder, SqliteDatabase.FileName + ".lock"), "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        using var database = SqliteDatabase.InFolder(_folder);
        Assert.Throws<StorageInUseException>(database.Open);

        holder.Kill(entireProcessTree: true);
        holder.WaitForExit();

        SpinWait.SpinUntil(() => Record.Exception(database.Open) is null, TimeSpan.FromSeconds(10));
        database.Open();
    }

    [Fact]
    public async Task What_waits_when_the_storage_closes_is_still_committed()
    {
        var chat = new ChatKey(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()));
        var writes = new List<Task>();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using (var database = SqliteDatabase.InFolder(_folder))
        {
            var intake = new SqliteInboxIntake(database, database, new IntakeMeter(services.GetRequiredService<IMeterFactory>()));
            for (var i = 0; i < 500; i++) writes.Add(intake.Keep([new InboxEvent(chat, "message", $"{i}", "", "f", new byte[10], DateTimeOffset.UnixEpoch)]));
        }

        await Task.WhenAll(writes);
        using var reopened = SqliteDatabase.InFolder(_folder);
        Assert.Equal(500, (await ((IDatabase)reopened).Query(new("select count(*) from inbox"), row => row.Int(0)))[0]);
    }

    [Fact]
    public async Task A_large_part_of_a_shared_commit_that_fails_takes_back_what_it_did_and_nothing_else()
    {
        // More pages than SQLite 3.35 can take back from memory (decision 005): the file was malformed after it, or the process died.
        const int Pages = 600;
        using var file = SqliteDatabase.InFolder(_folder);
        IDatabase database = file;
        var page = new Statement(
            "insert into unlinked_events (provider, account_id, format, received_at, body) values ('p', 'a', 'f', 0, @body)", ("body", new ReadOnlyMemory<byte>(new byte[3000])));
        await database.Commit([.. Enumerable.Repeat(page, Pages)]);
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();

        var first = database.Write(session =>
        {
            begun.Set();
            go.Wait();
            return ValueTask.FromResult(0);
        });
        begun.Wait(); // What follows waits for this commit, and so shares the next one.
        var fails = database.Write(session => Change(session, 1, new NothingChangedException()));
        var succeeds = database.Write(session => Change(session, 2, null));
        go.Set();
        await first;

        await Assert.ThrowsAsync<NothingChangedException>(() => fails);
        Assert.Equal(Pages, await succeeds);
        Assert.Equal([(2, Pages)], await database.Query(new("select received_at, count(*) from unlinked_events group by 1"), row => (row.Int(0), row.Int(1))));
        Assert.Equal(["ok"], await database.Query(new("pragma integrity_check"), row => row.Text(0)));

        static async ValueTask<int> Change(ISqlSession session, int to, Exception? end)
        {
            var changed = 0;
            for (var id = 1; id <= Pages; id++)
            {
                // Of a range of rows, for which SQLite begins a part of its own; and once more, on a page that the outer part has kept already.
                var one = new Statement("update unlinked_events set received_at = @to where id between @id and @id", ("to", to), ("id", id));
                changed += await session.Execute(one);
                await session.Execute(one);
            }

            return end is null ? changed : throw end;
        }
    }

    [Fact]
    public async Task What_was_deleted_is_in_neither_of_the_files_after_a_scrub()
    {
        using var database = SqliteDatabase.InFolder(_folder);
        IDatabase files = database;
        var secret = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("what nobody may keep, ", 40)));
        for (var i = 0; i < 300; i++)
            await files.Execute(new(
                "insert into unlinked_events (provider, account_id, format, received_at, body) values ('p', 'a', 'f', 0, @body)", ("body", new ReadOnlyMemory<byte>(secret))));
        await files.Scrub();
        Assert.Contains(SqliteDatabase.FileName, FilesWith("what nobody may keep"));

        await files.Execute(new("delete from unlinked_events"));
        await files.Scrub();
        Assert.Empty(FilesWith("what nobody may keep"));
    }

    [Fact]
    public async Task A_scrub_waits_for_who_reads_and_then_the_log_is_empty()
    {
        using var file = SqliteDatabase.InFolder(_folder);
        IDatabase database = file;
        await database.Execute(new("insert into unlinked_events (provider, account_id, format, received_at, body) values ('p', 'a', 'f', 0, x'00')"));
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var reads = Task.Run(() => database.Read(session =>
        {
            begun.Set();
            go.Wait();
            return session.Query(new("select count(*) from unlinked_events"), row => row.Int(0));
        }));
        begun.Wait();
        await database.Execute(new("delete from unlinked_events"));

        var scrub = database.Scrub();
        var behind = Task.Run(() => database.Query(new("select count(*) from unlinked_events"), row => row.Int(0)));
        Assert.False(scrub.IsCompleted);
        Assert.NotEqual(0, LogLength());

        go.Set();
        Assert.Equal([1], await reads);
        await scrub;
        Assert.Equal(0, LogLength());
        Assert.Equal([0], await behind);

        long LogLength() => new FileInfo(Path.Combine(_folder, SqliteDatabase.FileName + "-wal")).Length;
    }

    private IReadOnlyList<string> FilesWith(string text) =>
    [
        .. Directory.GetFiles(_folder).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal) && File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            .Select(path => Path.GetFileName(path)),
    ];

    [Fact]
    public void An_edited_migration_refuses_to_start_and_a_newer_programs_migration_does_not()
    {
        using (var database = SqliteDatabase.InFolder(_folder)) database.Open();
        var script = MigrationScript.All("Sqlite")[0];

        var refusal = Assert.Throws<SchemaChangedException>(() => MigrationScript.Missing([script], new Dictionary<string, string> { [script.Name] = "other" }));
        Assert.Contains("0001_initial", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(MigrationScript.Missing([script], new Dictionary<string, string> { [script.Name] = script.Hash, ["9999_newer"] = "x" }));
    }

    /// <summary>What goes wrong then says nothing about what was to be written, and must not be counted against it.</summary>
    [Theory, InlineData(1), InlineData(3)]
    public async Task A_full_disk_is_told_from_what_is_wrong_with_a_write(int together)
    {
        using var sqlite = SqliteDatabase.InFolder(_folder);
        IDatabase database = sqlite;
        var pages = (await database.Query(new("pragma page_count"), row => row.Number(0)))[0];
        await database.Execute(new($"pragma max_page_count = {pages}"));

        var writes = Enumerable.Range(0, together).Select(number => database.Execute(new(
            "insert into grain_state (grain_id, state_name, payload, etag, updated_at) values (@id, 'n', @payload, 'e', 0)", ("id", $"{number}"), ("payload", (ReadOnlyMemory<byte>)new byte[1 << 20]))));
        foreach (var write in writes.ToList()) Assert.True((await Assert.ThrowsAnyAsync<DbException>(() => write)).IsTransient);
        Assert.False((await Assert.ThrowsAnyAsync<DbException>(() => database.Execute(new("insert into nowhere values (1)")))).IsTransient);
    }

    [Fact]
    public async Task Several_worlds_may_share_one_database_in_memory_and_know_each_other_alive()
    {
        using var database = SqliteDatabase.InMemory();
        var (one, other) = (World(database), World(database));
        var (first, second) = (one.GetRequiredService<IIncarnation>(), other.GetRequiredService<IIncarnation>());
        var chat = new ChatKey(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()));

        var commit = one.GetRequiredService<IChatStore>().Commit(new ChatCommit(chat, 0, new ChatState(chat, "p", Contact.Unknown), [], [], []));
        Assert.True(commit.IsCompletedSuccessfully); // on the caller's own thread: nothing is left to chance
        await Assert.ThrowsAsync<ChatMovedOnException>(() => other.GetRequiredService<IChatStore>().Commit(new ChatCommit(chat, 0, new ChatState(chat, "p", Contact.Unknown), [], [], [])));
        Assert.False(await first.IsGone(second.Current));

        var former = second.Current;
        await other.DisposeAsync();
        Assert.True(await first.IsGone(former));
        Assert.NotNull(await one.GetRequiredService<IChatStore>().Load(chat));
        await one.DisposeAsync();
    }

    private static ServiceProvider World(SqliteDatabase database)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualClock());
        services.AddSqliteStorage(database);
        return services.BuildServiceProvider();
    }
}
