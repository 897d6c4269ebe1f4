using System.Diagnostics;
using System.Globalization;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>Chats whose people did not answer, all within the same seconds: each gets a conversation with the agent, is answered, and keeps its socket open.</summary>
internal sealed class SocketsTable(TextWriter output, OwnPostgres postgres)
{
    /// <summary>Of the silo, for each socket: it and, while it is being opened, the call that asks for its address.</summary>
    private const int FilesEach = 2;
    private const int OtherFiles = 1_000;

    /// <summary>Long enough that all chats are there, and none is due, when memory is looked at for the first time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private const string LateOnPostgres = """
        select extract(epoch from t.at - s.grace_deadline)::float8 from timeline t join sessions s on s.tenant_id = t.tenant_id and s.id = t.session_id
        where t.cause = 'AgentReplied' and s.grace_deadline is not null order by 1
        """;

    private const string LateOnSqlite = """
        select (t.at - s.grace_deadline) / 1e6 from timeline t join sessions s on s.tenant_id = t.tenant_id and s.id = t.session_id
        where t.cause = 'AgentReplied' and s.grace_deadline is not null order by 1
        """;

    private const string DueOnPostgres = "select extract(epoch from grace_deadline)::float8 from sessions where grace_deadline is not null order by 1";
    private const string DueOnSqlite = "select grace_deadline / 1e6 from sessions where grace_deadline is not null order by 1";

    public async Task Print(int asked)
    {
        var sockets = Math.Min(asked, (OpenFiles.Limit - OtherFiles) / FilesEach);
        if (sockets < asked) await output.WriteLineAsync($"No more than {OpenFiles.Limit} files may be open here (ulimit -Hn): {sockets} sockets instead of {asked}.");
        using (var database = await InstalledDatabase.OnPostgres(postgres, Grace)) await On(database, sockets);
        using (var database = await InstalledDatabase.OnSqlite(Grace)) await On(database, sockets);
    }

    private async Task On(InstalledDatabase database, int sockets)
    {
        await using var agents = await Contender.Agents();
        var heap = Path.GetTempFileName();
        await using var silo = await Contender.Silo(Settings(database, agents, sockets, heap));
        using var http = new HttpClient();
        await HttpLoad.Run(silo.Webhooks, new WebhookStream(1, sockets), TimeSpan.FromMinutes(2), sockets);
        await silo.HasDecided(http, Patience);
        var before = await ProcessMemory.Of(silo.Id, heap);

        var due = await database.Figures(DueOnPostgres, DueOnSqlite);
        if (Now() > due[0]) await output.WriteLineAsync("The first chats were due before memory was looked at: what a socket costs is more than is said below.");

        var (open, openAt, sentAt) = (0, double.NaN, double.NaN);
        for (var since = Stopwatch.StartNew(); double.IsNaN(sentAt) && since.Elapsed < Patience; await Task.Delay(100))
        {
            var seen = await AgentsPeer.Seen(http, agents.Url);
            open = Math.Max(open, seen.Open);
            if (double.IsNaN(openAt) && seen.Open >= sockets) openAt = Now();
            if (seen.Chats >= sockets) sentAt = Now();
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        var spending = new Spending(silo.Id, postgres.Id);
        await Task.Delay(Idle);
        var idle = spending.SoFar();
        var each = await ProcessMemory.Of(silo.Id, heap) - before;
        var (last, late) = (await AgentsPeer.Seen(http, agents.Url), await database.Figures(LateOnPostgres, LateOnSqlite));
        File.Delete(heap);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {database.Kind}: {due.Length} chats due within {due[^1] - due[0]:F1} s; {open} sockets open at once, {openAt - due[^1]:F1} s after the last chat was due
              answered {late.Length} times, {Latency.Of(late, 0.5):F1} s after the deadline in the middle, p99 {Latency.Of(late, 0.99):F1} s, at most {Latency.Of(late, 1):F1} s, as the silo dates the answer
              sent {last.Sends} texts to {last.Chats} chats in {last.Conversations} conversations, the last {sentAt - due[^1]:F1} s after the last chat was due: a number sends {SendsPerMinute / 60} a second at most
              {last.Open} sockets still open: {each.Managed / 1024.0 / sockets:F1} kB of managed heap and {each.WorkingSet / 1024.0 / sockets:F1} kB of working set each, with what the silo remembers of the conversation and its answer
              idle, each pinged every {AgentsPeer.PingEvery.TotalSeconds:F0} s: {idle.Server / Idle.TotalSeconds:P1} of a core for the silo, {idle.Database / Idle.TotalSeconds:P1} for PostgreSQL
            """));

        static double Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
    }

    /// <summary>The most that the setting allows.</summary>
    private const int SendsPerMinute = 6_000;

    private static Dictionary<string, string> Settings(InstalledDatabase database, Contender agents, int sockets, string heap)
    {
        var settings = database.Settings(agents.Url);
        foreach (var (name, value) in ProcessMemory.Settings(heap)) settings[name] = value;
        settings["ElevenLabs__MaxOpenSocketsPerAgent"] = sockets.ToString(CultureInfo.InvariantCulture);
        settings["Unipile__SendsPerMinute"] = SendsPerMinute.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
