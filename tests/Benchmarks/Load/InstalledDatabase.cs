using Microsoft.Data.Sqlite;
using Npgsql;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>A new database of either kind with an <see cref="Installation"/> in it, before a silo has it. A folder of ours goes when it is disposed.</summary>
internal sealed class InstalledDatabase : IDisposable
{
    public const string Postgres = "PostgreSQL";
    public const string Sqlite = "SQLite";

    private readonly string? _folder;
    private readonly string _connection;

    private InstalledDatabase(string? folder, string connection) => (_folder, _connection) = (folder, connection);

    public string Kind => _folder is null ? Postgres : Sqlite;

    public static async Task<InstalledDatabase> OnPostgres(OwnPostgres postgres, TimeSpan grace)
    {
        // With as many connections as the product takes by itself.
        var server = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        server.Remove("Maximum Pool Size");
        var database = await new PostgresServer(server.ConnectionString).NewDatabase();
        await Installation.Make(services => services.AddPostgresStorage(database), grace);
        return new InstalledDatabase(null, database);
    }

    public static async Task<InstalledDatabase> OnSqlite(TimeSpan grace)
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        await Installation.Make(services => services.AddSqliteStorage(folder), grace);
        var file = Path.Combine(folder, Storage.Sqlite.SqliteDatabase.FileName);
        return new InstalledDatabase(folder, new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
    }

    /// <param name="outside">Where the provider and the agents are; null: nowhere.</param>
    public Dictionary<string, string> Settings(Uri? outside = null)
    {
        var settings = Installation.Settings(outside);
        if (_folder is { } folder) settings["Storage__Path"] = folder;
        else settings["ConnectionStrings__Postgres"] = _connection;
        return settings;
    }

    /// <summary>The first column of each row, while a silo has the database or after it.</summary>
    /// <param name="postgres">The same question in the words of each database.</param>
    public async Task<double[]> Figures(string postgres, string sqlite)
    {
        await using System.Data.Common.DbConnection connection = _folder is null ? new NpgsqlConnection(_connection) : new SqliteConnection(_connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = _folder is null ? postgres : sqlite;
        await using var reader = await command.ExecuteReaderAsync();
        var figures = new List<double>();
        while (await reader.ReadAsync()) figures.Add(reader.GetDouble(0));
        return [.. figures];
    }

    /// <summary>The server's housework after a load, which else is done in the middle of the next one.</summary>
    public async Task Settle()
    {
        if (_folder is not null) return;
        await using var source = NpgsqlDataSource.Create(_connection);
        await source.Run("vacuum (analyze)");
        await source.Run("checkpoint");
    }

    public void Dispose()
    {
        if (_folder is { } folder) Directory.Delete(folder, recursive: true);
    }
}
