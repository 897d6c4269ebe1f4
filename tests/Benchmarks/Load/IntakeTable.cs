using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>
/// How many webhooks a second are safe, and how many are decided, beside the limits of the same machine in the same minutes and beside what one would write instead.
/// Everything runs in turn, some rounds of it, and the tables have the medians.
/// </summary>
internal sealed class IntakeTable(TextWriter output, OwnPostgres postgres, string fastify)
{
    public const string Bare = "bare endpoint";
    public const string OneRow = "pgbench, one row a commit, 256 connections";
    public const string OneRowAtBest = "pgbench, one row a commit, 8 connections";
    public const string ManyRows = "pgbench, 100 rows a commit, 8 connections";
    public const string Fastify = "Fastify and pg";
    public const string Kestrel = "Kestrel and Npgsql";

    private const int Rounds = 3;
    private const int Chats = 2_000;

    /// <summary>With so many connections pgbench commits most on two cores (decision 023).</summary>
    private const int BestClients = 8;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Of a silo, once: so many until its code is compiled as it will stay, and all of them decided before anything is measured.</summary>
    private const int WarmUpWebhooks = 150_000;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <summary>After that the rate is of what was decided.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);
    private readonly Dictionary<string, List<IntakeLine>> _lines = [];
    private int _run;

    public static string Intake(string database) => $"intake, {database}";

    public static string Decisions(string database) => $"whole decisions, {database}";

    public async Task Print(string? only = null)
    {
        var database = new NpgsqlConnectionStringBuilder(await new PostgresServer(postgres.ConnectionString).NewDatabase());
        await using var source = NpgsqlDataSource.Create(database);
        await source.Run(Pgbench.Table);
        // They stay for all rounds: a process that has just begun is another than the one that runs for months.
        var silos = new List<Warm>();
        if (only is null or "postgres") silos.Add(await Start(await InstalledDatabase.OnPostgres(postgres, Grace)));
        if (only is null or "sqlite") silos.Add(await Start(await InstalledDatabase.OnSqlite(Grace)));
        for (var round = 0; round < Rounds; round++)
        {
            if (only is null)
            {
                Func<Task>[] turns =
                [
                    async () => await Peer(Bare, await Contender.Bare(), double.NaN),
                    () => Bench(OneRow, database, 1, HttpLoad.Connections),
                    () => Bench(OneRowAtBest, database, 1, BestClients),
                    () => Bench(ManyRows, database, 100, BestClients),
                    async () => await Peer(Fastify, await Contender.Fastify(fastify, database), 1),
                    async () => await Peer(Kestrel, await Contender.Kestrel(database.ConnectionString), 1),
                ];
                foreach (var turn in turns)
                {
                    await turn();
                    // Millions of rows, which the server would tidy in the next one's time.
                    await source.Run("truncate webhooks");
                    await source.Run("checkpoint");
                }
            }

            foreach (var silo in silos)
            {
                await Ours(silo);
                await silo.Database.Settle();
            }
        }

        foreach (var silo in silos) await silo.DisposeAsync();
        await output.WriteLineAsync(IntakeLine.Head);
        var medians = _lines.ToDictionary(one => one.Key, one => IntakeLine.Medians(one.Value));
        foreach (var (name, line) in medians) await output.WriteLineAsync(line.Row(name));
        await IntakeRatios.Write(medians, output);
    }

    private async Task Peer(string name, Contender contender, double rows)
    {
        await using var _ = contender;
        await HttpLoad.Run(contender.Webhooks, Next(), WarmUp);
        var spending = new Spending(contender.Id, postgres.Id);
        var result = await HttpLoad.Run(contender.Webhooks, Next(), Time);
        Add(name, IntakeLine.Of(result, rows, spending.SoFar()));
    }

    private async Task Bench(string name, NpgsqlConnectionStringBuilder database, int rows, int clients)
    {
        var spending = new Spending(server: null, postgres.Id);
        var rate = await Pgbench.Run(database, rows, clients, Time);
        Add(name, IntakeLine.Counted(rate, rate * Time.TotalSeconds, rows, spending.SoFar()));
    }

    private async Task<Warm> Start(InstalledDatabase database)
    {
        var silo = new Warm(database, await Contender.Silo(database.Settings()), new HttpClient());
        await HttpLoad.Run(silo.Contender.Webhooks, Next(), LongestWarmUp, WarmUpWebhooks);
        if (!await silo.Contender.HasDecided(silo.Http, LongestDrain)) throw new InvalidOperationException("What was to warm the silo up is not decided yet: a slower machine than this is meant for.");
        await database.Settle();
        return silo;
    }

    /// <summary>What was answered 200 within the time, and how long it takes from the first webhook until the last of them is decided.</summary>
    private async Task Ours(Warm silo)
    {
        var (database, contender, http) = silo;
        var (before, spending, started) = (await contender.Stats(http), new Spending(contender.Id, postgres.Id), Stopwatch.GetTimestamp());
        var result = await HttpLoad.Run(contender.Webhooks, Next(), Time);
        var spent = spending.SoFar();
        var after = await contender.Stats(http);
        double More(string counter) => after.Counter(counter) - before.Counter(counter);
        Add(Intake(database.Kind), IntakeLine.Of(result, More("whatsapp_intake_rows_total") / More("whatsapp_intake_commits_total"), spent));
        var isDone = await contender.HasDecided(http, LongestDrain);
        var took = Stopwatch.GetElapsedTime(started);
        var decided = result.Latencies.Length - (isDone ? 0 : (await database.Figures("select count(*)::float8 from inbox", "select 1.0 * count(*) from inbox"))[0]);
        Add(Decisions(database.Kind), IntakeLine.Counted(decided / took.TotalSeconds, decided, double.NaN, spending.SoFar()));
    }

    /// <summary>A silo that has worked for a while.</summary>
    private sealed record Warm(InstalledDatabase Database, Contender Contender, HttpClient Http) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Contender.DisposeAsync();
            Http.Dispose();
            Database.Dispose();
        }
    }

    private WebhookStream Next() => new(++_run, Chats);

    private void Add(string name, IntakeLine line)
    {
        if (!_lines.TryGetValue(name, out var lines)) _lines.Add(name, lines = []);
        lines.Add(line);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {line.PerSecond:F0}/s, p50 {line.Median:F1} p99 {line.P99:F1}, {line.Rows:F1} rows a commit, refused {line.Refused}, processors {line.Processors:P0}, disk {line.Disk:P0}"));
    }
}
