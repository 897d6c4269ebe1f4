using Npgsql;

namespace Orleans.WhatsApp.Testing;

/// <summary>
/// A real PostgreSQL for tests: the one that <c>TEST_POSTGRES</c> names (a connection string of a role that may create databases), else one of our own, removed
/// with the test process. Fails where neither can be had.
/// </summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(Start);
    private readonly string _connectionString;
    private int _databases;

    /// <param name="connectionString">Of a role that may create databases.</param>
    public PostgresServer(string connectionString) => _connectionString = connectionString;

    /// <summary>One server for the whole test process.</summary>
    public static Task<PostgresServer> Get() => Started.Value;

    /// <summary>A fresh, empty database; returns its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}_{Guid.NewGuid().ToString("N")[..8]}";
        await Execute(_connectionString, $"create database {name}");
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    public static async Task DropDatabase(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await Execute((await Get())._connectionString, $"drop database if exists {name} with (force)");
    }

    private static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer(Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } given ? given : OwnPostgres.Start().ConnectionString);
        await Execute(server._connectionString, "select 1");
        return server;
    }

    private static async Task Execute(string connectionString, string sql)
    {
        // Not from a pool: a test may have crashed the server since, and what a pool holds would be broken.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
