using Npgsql;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

internal static class PostgresMigrations
{
    /// <summary>Any constant will do, as long as every process takes the same.</summary>
    private const long LockKey = 0x4F57_4D49_4752_0001;

    private const string Lock = "select pg_advisory_lock($1)";
    private const string MakeTable = "create table if not exists migrations (name text not null primary key, hash text not null, applied_at timestamptz not null default now())";
    private const string Applied = "select name, hash from migrations";
    private const string Record = "insert into migrations (name, hash) values ($1, $2)";

    public static Task Apply(NpgsqlDataSource source, CancellationToken stop) => Apply(source, MigrationScript.All("Postgres"), stop);

    internal static async Task Apply(NpgsqlDataSource source, IReadOnlyList<MigrationScript> scripts, CancellationToken stop)
    {
        // Several processes start at once: one migrates, the others wait here and then find nothing to do.
        await using var connection = await source.OpenConnectionAsync(stop);
        await using (var take = new NpgsqlCommand(Lock, connection) { Parameters = { new() { Value = LockKey } }, CommandTimeout = 0 })
            await take.ExecuteNonQueryAsync(stop);

        try
        {
            await using (var make = new NpgsqlCommand(MakeTable, connection)) await make.ExecuteNonQueryAsync(stop);
            foreach (var script in MigrationScript.Missing(scripts, await Hashes(connection, stop)))
            {
                await using var transaction = await connection.BeginTransactionAsync(stop);
                await using (var run = new NpgsqlCommand(script.Sql, connection) { CommandTimeout = 0 }) await run.ExecuteNonQueryAsync(stop);
                await using (var record = new NpgsqlCommand(Record, connection) { Parameters = { new() { Value = script.Name }, new() { Value = script.Hash } } })
                    await record.ExecuteNonQueryAsync(stop);
                await transaction.CommitAsync(stop);
            }
        }
        finally
        {
            await using var release = new NpgsqlCommand("select pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task<Dictionary<string, string>> Hashes(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Applied, connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var hashes = new Dictionary<string, string>();
        while (await reader.ReadAsync(stop)) hashes.Add(reader.GetString(0), reader.GetString(1));
        return hashes;
    }
}
