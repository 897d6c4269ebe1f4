using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>
/// How late chats are taken over, from their grace deadline to the commit as the database dates it: many that fall due in one minute, and a backlog that waits for
/// a process that was away. Agents and the provider answer at once that they know nobody, so that sockets are no part of it.
/// </summary>
internal sealed class DeadlinesTable(TextWriter output, OwnPostgres postgres)
{
    /// <summary>Of the server: when each commit was.</summary>
    public const string Setting = "track_commit_timestamp = on";

    private static readonly TimeSpan LongGrace = TimeSpan.FromMinutes(30);

    private const string Lateness = """
        select count(*), percentile_disc(array[0.5, 0.99, 0.999, 1]) within group (order by extract(epoch from pg_xact_commit_timestamp(t.xmin) - s.grace_deadline)::float8)
        from timeline t join sessions s on s.tenant_id = t.tenant_id and s.id = t.session_id
        where t.cause = 'TimeReached' and t.phase_before = 'grace' and t.phase_after <> 'grace'
        """;

    // As if the process had been away for that long.
    private const string GoBack = """
        update chats set
          grace_deadline = grace_deadline - interval '40 minutes', next_deadline_at = next_deadline_at - interval '40 minutes',
          state = convert_to(jsonb_set(convert_from(state, 'utf8')::jsonb, '{session,graceEndsAt}', to_jsonb(grace_deadline - interval '40 minutes'))::text, 'utf8');
        update sessions set grace_deadline = grace_deadline - interval '40 minutes';
        update reminders set start_at = start_at - interval '40 minutes' where name = 'wake';
        analyze chats;
        """;

    // How many places lie between where a chat's deadline stands among those of its shard and when it was taken over.
    private const string Disorder = """
        with taken as (
          select c.shard, rank() over (partition by c.shard order by s.grace_deadline) as due, rank() over (partition by c.shard order by pg_xact_commit_timestamp(t.xmin)) as at
          from timeline t join sessions s on s.tenant_id = t.tenant_id and s.id = t.session_id join chats c on c.tenant_id = t.tenant_id and c.id = t.chat_id
          where t.cause = 'TimeReached' and t.phase_before = 'grace' and t.phase_after <> 'grace')
        select percentile_disc(array[0.5, 0.99, 1]) within group (order by abs(at - due)::float8) || (count(*) / count(distinct shard))::float8 from taken
        """;

    private const string Span = "select extract(epoch from max(grace_deadline) - min(grace_deadline))::float8 from sessions";

    public async Task Print(int inOneMinute, int backlog)
    {
        if (inOneMinute > 0) await output.WriteLineAsync(await InOneMinute(inOneMinute));
        if (backlog > 0) await output.WriteLineAsync(await Backlog(backlog));
    }

    private async Task<string> InOneMinute(int chats)
    {
        var database = await New(TimeSpan.FromSeconds(75));
        await using var nobody = await Contender.Nobody();
        await using var silo = await Contender.Silo(Settings(database, nobody));
        var posted = await HttpLoad.Run(silo.Webhooks, new WebhookStream(1, chats), TimeSpan.FromMinutes(5), chats, perSecond: chats / 60.0);
        var (count, late) = await TakenOver(database, chats);
        return string.Create(CultureInfo.InvariantCulture,
            $"{count} chats due within {posted.Took.TotalSeconds:F0} s: taken over {late[0] * 1000:F0} ms after the deadline in the middle, p99 {late[1] * 1000:F0} ms, p99.9 {late[2] * 1000:F0} ms, at most {late[3] * 1000:F0} ms");
    }

    private async Task<string> Backlog(int chats)
    {
        var database = await New(LongGrace);
        await using var nobody = await Contender.Nobody();
        using var http = new HttpClient();
        await using (var before = await Contender.Silo(Settings(database, nobody)))
        {
            await HttpLoad.Run(before.Webhooks, new WebhookStream(1, chats), TimeSpan.FromMinutes(5), chats);
            await before.HasDecided(http, TimeSpan.FromMinutes(10));
        }

        await Execute(database, GoBack);
        var started = Stopwatch.GetTimestamp();
        await using var silo = await Contender.Silo(Settings(database, nobody));
        var ready = Stopwatch.GetElapsedTime(started);
        var ages = new List<double>();
        while ((await silo.Stats(http)).Backlog is not { Overdue: 0 })
        {
            ages.Add(await OldestAge(http, silo));
            await Task.Delay(1_000);
        }

        var took = Stopwatch.GetElapsedTime(started) - ready;
        var (count, _) = await TakenOver(database, chats);
        var (disorder, span) = (await Scalar<double[]>(database, Disorder), await Scalar<double>(database, Span));
        return string.Create(CultureInfo.InvariantCulture,
            $"{count} chats overdue at the start: ready after {ready.TotalSeconds:F1} s, worked off in {took.TotalSeconds:F0} s ({count / took.TotalSeconds:F0} a second). Age of the oldest by /metrics, at ten moments of that: {string.Join(", ", Spread(ages).Select(age => age.ToString("F0", CultureInfo.InvariantCulture)))} s. Of {disorder[3]:F0} chats of a shard each was taken over {disorder[0]:F0} places from its own in the middle, {disorder[1]:F0} at p99 and {disorder[2]:F0} at most; the deadlines lie {span:F0} s apart.");
    }

    private async Task<string> New(TimeSpan grace)
    {
        var database = await new PostgresServer(postgres.ConnectionString).NewDatabase();
        await Installation.Make(services => services.AddPostgresStorage(database), grace);
        return database;
    }

    private static Dictionary<string, string> Settings(string database, Contender nobody) => new(Installation.Settings(nobody.Url)) { ["ConnectionStrings__Postgres"] = database };

    private static async Task<(long Count, double[] Late)> TakenOver(string database, int all)
    {
        for (; ; await Task.Delay(1_000))
        {
            await using var connection = await Connection(database);
            await using var command = new NpgsqlCommand(Lateness, connection);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            if (reader.GetInt64(0) >= all) return (reader.GetInt64(0), reader.GetFieldValue<double[]>(1));
        }
    }

    private static async Task<double> OldestAge(HttpClient http, Contender silo)
    {
        const string Name = "whatsapp_backlog_oldest_deadline_age_seconds ";
        var line = (await http.GetStringAsync(new Uri(silo.Url, "/metrics"))).Split('\n').FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? double.NaN : double.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<double> Spread(List<double> ages) => ages.Count <= 10 ? ages : Enumerable.Range(0, 10).Select(at => ages[at * (ages.Count - 1) / 9]);

    private static async Task<T> Scalar<T>(string database, string sql)
    {
        await using var connection = await Connection(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(string database, string sql)
    {
        await using var connection = await Connection(database);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> Connection(string database)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        return connection;
    }
}
