using Microsoft.Data.Sqlite;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>One connection with its prepared commands, kept by their text: the set of texts is small and constant. Used by one thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : ISqlSession, IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>False also after SQLite itself has rolled the transaction back (disk full, input/output error).</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public ValueTask<int> Execute(Statement statement) => ValueTask.FromResult(Change(statement));

    public ValueTask ExecuteAll(IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements) Change(statement);
        return ValueTask.CompletedTask;
    }

    public ValueTask<List<T>> Query<T>(Statement statement, Func<Row, T> read) => ValueTask.FromResult(Rows(statement, read));

    public void Run(string sql) => Change(new Statement(sql));

    public List<T> Rows<T>(Statement statement, Func<Row, T> read)
    {
        using var reader = Command(statement).ExecuteReader();
        var row = new SqliteRow(reader);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(row));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        connection.Dispose();
    }

    public int Change(Statement statement)
    {
        var changed = Command(statement).ExecuteNonQuery();
        return changed == 0 && statement.MustChange ? throw new NothingChangedException() : changed;
    }

    private SqliteCommand Command(Statement statement)
    {
        if (!_commands.TryGetValue(statement.Sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            foreach (var arg in statement.Args) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + arg.Name });
            _commands.Add(statement.Sql, command);
        }

        for (var i = 0; i < statement.Args.Length; i++) command.Parameters[i].Value = Value(statement.Args[i]);
        return command;
    }

    private static object Value(Arg arg) => arg.Value switch
    {
        null => DBNull.Value,
        Guid id => id.ToByteArray(bigEndian: true),
        DateTimeOffset time => SqliteTime.Write(time),
        bool flag => flag ? 1L : 0L,
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        var value => value,
    };
}
