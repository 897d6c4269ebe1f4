using System.Data;
using Npgsql;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>Each write is a transaction of its own under READ COMMITTED; what must not change meanwhile is guarded by the statements themselves.</summary>
internal sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    /// <summary>Beside them each silo has one for its name and those of its grain runtime.</summary>
    private const int MostConnections = 16;

    /// <summary>A pool of fewer has none to spare for writers who pause.</summary>
    private const int FewConnections = 12;

    /// <summary>Bytes. A shared commit is some hundred kilobytes; in parts of eight, as the driver sends it by itself, each part wakes the server.</summary>
    private const int WriteBuffer = 256 * 1024;

    /// <summary>Bytes. What a chat has to decide comes by the hundred events.</summary>
    private const int ReadBuffer = 64 * 1024;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _longestPause;
    private readonly PostgresSharedCommit _commits;

    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // The statements are few and constant, so the server plans each once per connection. A pooler in transaction mode needs "Max Auto Prepare=0".
        if (!Says(connectionString, "MaxAutoPrepare")) settings.MaxAutoPrepare = 100;
        // More of them at work than the server has processors only get into each other's way: 8 of them commit twice as much in a second as 64.
        if (!Says(connectionString, "PoolSize")) settings.MaxPoolSize = MostConnections;
        if (!Says(connectionString, "WriteBufferSize")) settings.WriteBufferSize = WriteBuffer;
        if (!Says(connectionString, "ReadBufferSize")) settings.ReadBufferSize = ReadBuffer;
        // Nothing here changes a session, so nothing has to be put back each time.
        settings.NoResetOnClose = true;
        settings.ApplicationName ??= "orleans-whatsapp";
        _longestPause = settings.MaxPoolSize < FewConnections ? TimeSpan.Zero : LongestPause;
        ConnectionString = settings.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
        _commits = new PostgresSharedCommit(this);
    }

    private static bool Says(string connectionString, string setting) => connectionString.Replace(" ", "", StringComparison.Ordinal).Contains(setting, StringComparison.OrdinalIgnoreCase);

    /// <summary>With the password, which the source itself does not give away.</summary>
    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>For one writer.</summary>
    public KeptConnection Keep() => new(Source, _longestPause);

    public async Task<T> Write<T>(Func<ISqlSession, ValueTask<T>> work)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await Write(connection, work);
    }

    /// <summary>The same over a connection that its caller keeps.</summary>
    public static async Task<T> Write<T>(NpgsqlConnection connection, Func<PostgresSession, ValueTask<T>> work)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted); // travels with the first statement
        var result = await work(new PostgresSession(connection));
        // Should the connection break here, nobody knows whether it is committed: the exception says so by not being a guard's.
        await transaction.CommitAsync();
        return result;
    }

    public async Task<T> Read<T>(Func<ISqlSession, ValueTask<T>> work)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await work(new PostgresSession(connection));
    }

    public async Task<int> Execute(Statement statement)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await new PostgresSession(connection).Execute(statement);
    }

    public Task Commit(IReadOnlyList<Statement> statements) => _commits.Commit(statements);

    public Task Scrub() => Task.CompletedTask;

    public bool IsDuplicate(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        await Source.DisposeAsync();
    }
}
