using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>
/// How many webhooks a second are safe, and how many are decided, beside the limits of the same machine in the same minutes and beside what one would write instead.
/// Everything runs in turn, some rounds of it, and the table has the medians.
/// </summary>
internal sealed class IntakeTable(TextWriter output, OwnPostgres postgres, string fastify)
{
    private const int Rounds = 3;
    private const int Chats = 2_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);
    private readonly Dictionary<string, List<Line>> _lines = [];
    private int _run;

    public async Task Print(string? only = null)
    {
        var database = new NpgsqlConnectionStringBuilder(await new PostgresServer(postgres.ConnectionString).NewDatabase());
        await using var source = NpgsqlDataSource.Create(database);
        await using (var command = source.CreateCommand(Pgbench.Table)) await command.ExecuteNonQueryAsync();
        for (var round = 0; round < Rounds; round++)
        {
            if (only is null)
            {
                await Peer("bare endpoint", await Contender.Bare());
                await Bench("pgbench, one row a commit", database, 1);
                await Bench("pgbench, 100 rows a commit", database, 100);
                await Peer("Fastify and pg", await Contender.Fastify(fastify, database));
                await Peer("Kestrel and Npgsql", await Contender.Kestrel(database.ConnectionString));
            }

            if (only is null or "postgres") await Ours("PostgreSQL", await OnPostgres());
            if (only is null or "sqlite") await Ours("SQLite", await OnSqlite());
        }

        await Write();
    }

    private async Task Peer(string name, Contender contender)
    {
        await using var _ = contender;
        await HttpLoad.Run(contender.Webhooks, Next(), WarmUp);
        var (server, database) = (CpuTime.Of(contender.Id), CpuTime.OfFamily(postgres.Id));
        var result = await HttpLoad.Run(contender.Webhooks, Next(), Time);
        Add(name, Line.Of(result, CpuTime.Of(contender.Id) - server, CpuTime.OfFamily(postgres.Id) - database));
    }

    private async Task Bench(string name, NpgsqlConnectionStringBuilder database, int rows)
    {
        var before = CpuTime.OfFamily(postgres.Id);
        var rate = await Pgbench.Run(database, rows, rows == 1 ? HttpLoad.Connections : 8, Time);
        Add(name, new Line(rate, double.NaN, double.NaN, double.NaN, 0, (CpuTime.OfFamily(postgres.Id) - before) / (rate * Time.TotalSeconds), 0));
    }

    /// <summary>What was answered 200 within the time, and how long it takes from the first webhook until the last of them is decided.</summary>
    private async Task Ours(string name, Contender contender)
    {
        await using var _ = contender;
        using var http = new HttpClient();
        await HttpLoad.Run(contender.Webhooks, Next(), WarmUp);
        await Decided(contender, http);
        var (server, database, started) = (CpuTime.Of(contender.Id), CpuTime.OfFamily(postgres.Id), Stopwatch.GetTimestamp());
        var result = await HttpLoad.Run(contender.Webhooks, Next(), Time);
        Add($"intake, {name}", Line.Of(result, CpuTime.Of(contender.Id) - server, CpuTime.OfFamily(postgres.Id) - database));
        await Decided(contender, http);
        var took = Stopwatch.GetElapsedTime(started);
        Add($"whole decisions, {name}", Line.Of(result with { Took = took }, CpuTime.Of(contender.Id) - server, CpuTime.OfFamily(postgres.Id) - database) with { Median = double.NaN, P99 = double.NaN, P999 = double.NaN });
    }

    private static async Task Decided(Contender contender, HttpClient http)
    {
        while (await contender.Backlog(http) is not { Undone: 0 }) await Task.Delay(100);
    }

    private async Task<Contender> OnPostgres()
    {
        var database = await new PostgresServer(postgres.ConnectionString).NewDatabase();
        await Installation.Make(services => services.AddPostgresStorage(database), Grace);
        return await Contender.Silo(new Dictionary<string, string>(Installation.Settings()) { ["ConnectionStrings__Postgres"] = database });
    }

    private static async Task<Contender> OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        await Installation.Make(services => services.AddSqliteStorage(folder), Grace);
        return await Contender.Silo(new Dictionary<string, string>(Installation.Settings()) { ["Storage__Path"] = folder });
    }

    private WebhookStream Next() => new(++_run, Chats);

    private void Add(string name, Line line)
    {
        if (!_lines.TryGetValue(name, out var lines)) _lines.Add(name, lines = []);
        lines.Add(line);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {line.PerSecond:F0}/s, p50 {line.Median:F1} p99 {line.P99:F1}, refused {line.Refused}"));
    }

    private async Task Write()
    {
        await output.WriteLineAsync("| What | events/s | p50 ms | p99 ms | p99.9 ms | refused | µs of CPU an event: server | PostgreSQL |\n|---|---|---|---|---|---|---|---|");
        foreach (var (name, lines) in _lines)
        {
            double Median(Func<Line, double> of) => lines.Select(of).Order().ElementAt(lines.Count / 2);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {Median(line => line.PerSecond):F0} | {Median(line => line.Median):F1} | {Median(line => line.P99):F1} | {Median(line => line.P999):F1} | {lines.Sum(line => line.Refused)} | {Median(line => line.Server) * 1e6:F0} | {Median(line => line.Database) * 1e6:F0} |"));
        }
    }

    /// <param name="Server">Seconds of processor time for each event.</param>
    private sealed record Line(double PerSecond, double Median, double P99, double P999, double Server, double Database, long Refused)
    {
        public static Line Of(LoadResult result, double server, double database) =>
            new(result.PerSecond, result.At(0.5), result.At(0.99), result.At(0.999), server / result.Latencies.Length, database / result.Latencies.Length, result.Refused);
    }
}
