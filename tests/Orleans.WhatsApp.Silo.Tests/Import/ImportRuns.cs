using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Import;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo.Import;

public sealed class ImportRunsOnSqlite : ImportRuns
{
    protected override Task<ImportedStorage> Open() => ImportedStorage.OnSqlite();
}

public sealed class ImportRunsOnPostgres : ImportRuns
{
    protected override Task<ImportedStorage> Open() => ImportedStorage.OnPostgres();
}

/// <summary>Whole imports of <c>Samples</c>: both forms of the other system, every notation, and every reason to leave a row out.</summary>
public abstract class ImportRuns : IAsyncLifetime
{
    private static readonly string Samples = Path.Combine(Repository.Root, "tests/Orleans.WhatsApp.Silo.Tests/Import/Samples");
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-whatsapp-export-").FullName;
    private ImportedStorage _storage = null!;

    protected abstract Task<ImportedStorage> Open();

    public async Task InitializeAsync() => _storage = await Open();

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_export_comes_over_and_each_row_that_does_not_has_a_reason() => Assert.Equal(Sample("report.txt"), await _storage.Import(Samples));

    [Fact]
    public async Task What_came_over_is_what_was_there()
    {
        await _storage.Import(Samples);
        Assert.Equal(Sample("stored.txt"), await Dump());
    }

    [Fact]
    public async Task Nothing_that_came_over_is_due_or_to_be_sent()
    {
        await _storage.Import(Samples);
        var backlog = await _storage.Sweeps.Backlog(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((0, 0, 0), (backlog.OverdueDeadlines, backlog.OpenSends, backlog.UndoneInboxRows));
    }

    [Fact]
    public async Task A_second_run_finds_everything_and_changes_nothing()
    {
        await _storage.Import(Samples);
        var before = await Dump();
        var again = await _storage.Import(Samples);
        Assert.Equal(Sample("report-again.txt"), again);
        Assert.Equal(before, await Dump());
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_keeps_nothing()
    {
        Assert.Equal(Sample("report.txt"), await _storage.Import(Samples, isDry: true));
        Assert.Equal("", await Dump());

        await _storage.Import(Samples);
        var before = await Dump();
        Assert.Equal(Sample("report-again.txt"), await _storage.Import(Samples, isDry: true));
        Assert.Equal(before, await Dump());
    }

    [Fact]
    public async Task A_later_export_adds_what_is_new_to_chats_that_nobody_has_used_since()
    {
        await _storage.Import(Samples);
        CopySamples();
        Append("whatsappmessages.jsonl", Message("b1", "670000000000000000000001", "m-later", "One more thing", "2024-03-06T10:00:00Z"));

        Assert.Equal("whatsappmessages 26 1 16 9 0", Line(await _storage.Import(_folder), "whatsappmessages"));

        var chat = await Load("chat-ayse");
        Assert.Equal((2, 6, "One more thing"), (chat.Version, chat.State.MessageCount, chat.State.LastMessagePreview));
        Assert.Equal(15, (await _storage.Dashboard.Counts(ImportedStorage.Acme)).TotalMessages);
    }

    [Fact]
    public async Task A_chat_that_is_in_use_here_is_left_alone()
    {
        await _storage.Import(Samples);
        var used = await Load("chat-ayse");
        var now = used.State with { IsClosed = true };
        await _storage.Chats.Commit(new ChatCommit(used.State.Key, used.Version, now, [], [], []));
        CopySamples();
        Append("whatsappmessages.jsonl", Message("b1", "670000000000000000000001", "m-later", "One more thing", "2024-03-06T10:00:00Z"));

        var report = await _storage.Import(_folder);

        Assert.Contains("whatsappmessages.jsonl:26  6a00000000000000000000b1  chat_in_use  ", report, StringComparison.Ordinal);
        Assert.Equal("whatsappchats 14 0 8 6 0", Line(report, "whatsappchats"));
        var chat = await Load("chat-ayse");
        Assert.Equal((2, 5, true), (chat.Version, chat.State.MessageCount, chat.State.IsClosed));
    }

    [Fact]
    public async Task A_chat_that_began_here_is_left_alone_with_all_that_is_told_of_it()
    {
        var key = ImportIds.Chat(ImportedStorage.Acme, "chat-ayse");
        await _storage.Chats.Commit(new ChatCommit(key, 0, ChatState.New(key, "chat-ayse"), [], [], []));

        var report = await _storage.Import(Samples);

        Assert.Contains("whatsappchats.jsonl:1  670000000000000000000001  chat_in_use  ", report, StringComparison.Ordinal);
        Assert.Contains("whatsappsessions.jsonl:2  680000000000000000000002  chat_in_use  ", report, StringComparison.Ordinal);
        Assert.Contains("whatsappmessages.jsonl:3  6a0000000000000000000005  chat_in_use  ", report, StringComparison.Ordinal);
        Assert.Equal(0, (await Load("chat-ayse")).State.MessageCount);
    }

    [Fact]
    public async Task A_run_that_broke_off_is_completed_by_the_next_one()
    {
        await Assert.ThrowsAsync<IOException>(() => _storage.Import(Samples, store: new BreakingStore(_storage.Store, writes: 4)));
        await _storage.Import(Samples);
        Assert.Equal(Sample("stored.txt"), await Dump());
    }

    [Fact]
    public async Task What_a_tenants_admin_has_changed_since_stays_changed()
    {
        await _storage.Import(Samples);
        await _storage.Tenants.SaveConfig(ImportedStorage.Acme, new(null, TimeSpan.FromSeconds(33)));
        await _storage.Tenants.RemoveFromBlacklist(ImportedStorage.Acme, "905551119999");

        await _storage.Import(Samples);

        var settings = (await _storage.Tenants.Load(ImportedStorage.Acme))!;
        Assert.Equal((null, TimeSpan.FromSeconds(33)), (settings.AgentId, settings.GracePeriod));
        Assert.Empty(settings.Blacklist);
    }

    [Fact]
    public async Task Collections_may_come_in_folders_of_their_own()
    {
        foreach (var collections in (string[][])[["tenants.jsonl", "agents.json"], ["whatsappchats.jsonl", "whatsappsessions.jsonl", "whatsappmessages.jsonl"]])
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, collections[0])).FullName;
            foreach (var collection in collections) File.Copy(Path.Combine(Samples, collection), Path.Combine(folder, collection));
            await _storage.Import(folder);
        }

        Assert.Equal(6, (await _storage.Dashboard.Counts(ImportedStorage.Acme)).TotalChats);
    }

    private async Task<StoredChat> Load(string providerChatId) => (await _storage.Chats.Load(ImportIds.Chat(ImportedStorage.Acme, providerChatId)))!;

    private Task<string> Dump() => _storage.Dump(ImportedStorage.Acme, ImportedStorage.Beta, ImportedStorage.Gamma);

    /// <summary>One line of the table without its spaces: read, imported, already there, skipped, noted.</summary>
    private static string Line(string report, string collection) =>
        string.Join(' ', report.Split('\n').First(line => line.StartsWith(collection, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private void CopySamples()
    {
        foreach (var file in Directory.GetFiles(Samples, "*.json*")) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    private void Append(string file, string line) => File.AppendAllText(Path.Combine(_folder, file), line + "\n");

    private static string Message(string id, string chat, string providerId, string text, string at) =>
        $$"""{"_id":{"$oid":"6a00000000000000000000{{id}}"},"chat_id":"{{chat}}","unipile_message_id":"{{providerId}}","sender":"contact","text":"{{text}}","createdAt":"{{at}}"}""";

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Samples, name));

    /// <summary>Fails like a disk or a network that is gone.</summary>
    private sealed class BreakingStore(IImportStore inner, int writes) : IImportStore
    {
        private int _left = writes;

        public Task<bool> HasTenant(TenantId tenant) => inner.HasTenant(tenant);

        public Task<TenantOutcome> Put(ImportedTenant tenant, bool keep) => _left-- > 0 ? inner.Put(tenant, keep) : throw new IOException("gone");

        public async Task<IReadOnlyList<ChatOutcome>> Put(IReadOnlyList<ImportedChat> chats, bool keep)
        {
            // In the middle of a batch: what is whole stays.
            await inner.Put([.. chats.Take(3)], keep);
            throw new IOException("gone");
        }
    }
}
