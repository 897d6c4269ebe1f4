using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>The file is exclusive: whoever is not using it now is gone.</summary>
internal sealed class SqliteIncarnation : IIncarnation, IDisposable
{
    private readonly SqliteDatabase _database;

    public SqliteIncarnation(SqliteDatabase database)
    {
        _database = database;
        database.Begin(Current);
    }

    public string Current { get; } = Guid.NewGuid().ToString("N");

    public bool IsOurs(string incarnation) => incarnation == Current;

    public Task<bool> IsGone(string incarnation) => Task.FromResult(!_database.Incarnations.Contains(incarnation));

    public void Dispose() => _database.End(Current);
}
