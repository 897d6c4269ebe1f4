using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>
/// The embedded database: one file, one process, one writer. Reads of a file run on connections of their own beside the writer (WAL);
/// an in-memory database has only the one connection.
/// </summary>
public sealed class SqliteDatabase : IDatabase, IDisposable
{
    private const int UniqueKeyTaken = 2067; // SQLITE_CONSTRAINT_UNIQUE

    private readonly Lock _gate = new();
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly ConcurrentDictionary<string, byte> _incarnations = new();
    private readonly SqliteTurns _turns = new();
    private readonly string _path;
    private readonly bool _isInline;
    private FileStream? _lock;
    private SqliteSession? _writer;
    private SharedCommit? _commits;
    private SqliteWriterThread? _thread;
    private bool _isClosed;

    private SqliteDatabase(string path, bool isInline) => (_path, _isInline) = (path, isInline);

    /// <summary>The file's name inside the folder given to <see cref="InFolder"/>.</summary>
    public const string FileName = "orleans-whatsapp.db";

    /// <param name="isInline">Every call runs to its end on its caller's thread, one after the other: for a deterministic run.</param>
    public static SqliteDatabase InFolder(string folder, bool isInline = false) => new(Path.Combine(Path.GetFullPath(folder), FileName), isInline);

    /// <summary>Lives as long as this object; several service providers, one after the other or at once, may share it.</summary>
    public static SqliteDatabase InMemory() => new(":memory:", isInline: true);

    private bool IsFile => _path != ":memory:";

    /// <summary>The lives that use this database now. It is exclusive, so every other one is over.</summary>
    internal ICollection<string> Incarnations => _incarnations.Keys;

    /// <exception cref="StorageInUseException">Another process has it open.</exception>
    public void Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_writer is not null) return;

            if (IsFile) _lock = TakeLock(_path + ".lock");
            var writer = new SqliteSession(Connect());
            try
            {
                SqliteMigrations.Apply(writer);
            }
            catch
            {
                writer.Dispose();
                _lock?.Dispose();
                throw;
            }

            _commits = new SharedCommit(writer, _turns);
            if (!_isInline) _thread = new SqliteWriterThread(_commits);
            _writer = writer;
        }
    }

    Task<T> IDatabase.Write<T>(Func<ISqlSession, ValueTask<T>> work)
    {
        Open();
        var write = new SharedWrite<T>(work, _isInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        return HandOver(commits => commits.Add(write));
    }

    Task<T> IDatabase.Read<T>(Func<ISqlSession, ValueTask<T>> work)
    {
        Open();
        try
        {
            return Task.FromResult(IsFile && !_isInline ? ReadBesideTheWriter(work) : ReadAsTheWriter(work));
        }
        catch (Exception cause)
        {
            return Task.FromException<T>(SqliteUnavailableException.Of(cause));
        }
    }

    Task<int> IDatabase.Execute(Statement statement) => ((IDatabase)this).Write(session => session.Execute(statement));

    bool IDatabase.IsDuplicate(Exception exception) => exception is SqliteException { SqliteExtendedErrorCode: UniqueKeyTaken };

    Task IDatabase.Scrub()
    {
        Open();
        return IsFile ? HandOver(static commits => commits.Scrub()) : Task.CompletedTask;
    }

    /// <summary>Of the commit that a write has its part in; asked by that write.</summary>
    internal long Commit => _commits!.Number;

    internal void Begin(string incarnation) => _incarnations[incarnation] = 0;

    internal void End(string incarnation) => _incarnations.TryRemove(incarnation, out _);

    /// <summary>Commits what waits, then lets go of the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            Volatile.Write(ref _isClosed, true);
            _commits?.Close();
        }

        _thread?.Dispose();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writer?.Dispose();
        _lock?.Dispose();
    }

    private T HandOver<T>(Func<SharedCommit, T> add) where T : Task
    {
        if (_thread is { } thread)
        {
            var done = add(_commits!);
            thread.Wake();
            return done;
        }

        // Each by itself: without a flush there is nothing to share, and in memory SQLite 3.35 cannot be trusted with parts of a transaction (decision 005).
        lock (_gate)
        {
            var done = add(_commits!);
            _commits!.Drain();
            return done;
        }
    }

    private T ReadAsTheWriter<T>(Func<ISqlSession, ValueTask<T>> work)
    {
        lock (_gate) return InTransaction(_writer!, work);
    }

    private T ReadBesideTheWriter<T>(Func<ISqlSession, ValueTask<T>> work)
    {
        if (!_readers.TryTake(out var reader)) reader = _turns.Connect(() => new SqliteSession(Connect()));
        try
        {
            return InTransaction(reader, work);
        }
        finally
        {
            if (Volatile.Read(ref _isClosed)) reader.Dispose();
            else _readers.Add(reader);
        }
    }

    private T InTransaction<T>(SqliteSession session, Func<ISqlSession, ValueTask<T>> work)
    {
        _turns.BeginRead(session);
        try
        {
            return SharedWrite<T>.Completed(work(session));
        }
        finally
        {
            _turns.EndRead(session);
        }
    }

    /// <summary>An advisory lock of the operating system: kill -9 releases it, and a second process fails at once instead of waiting.</summary>
    private static FileStream TakeLock(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException cause)
        {
            throw new StorageInUseException($"The database beside {path} cannot be locked: another process is using it. Only one process can use the embedded database; several need PostgreSQL.", cause);
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ConnectionString);
        connection.Open();
        // Never temp_store=memory: with it, SQLite 3.35 takes large parts of a shared commit back wrongly (decision 005).
        // No busy_timeout: its waits would be whole seconds as well (decision 005), and the driver waits in a better way.
        // synchronous=full: with WAL, "normal" would lose the newest commits with the power. secure_delete=on: what was erased is overwritten, not left in free pages.
        foreach (var pragma in (string[])["journal_mode=wal", "synchronous=full", "secure_delete=on", "cache_size=-32768", "wal_autocheckpoint=4000"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = "pragma " + pragma;
            command.ExecuteNonQuery();
        }

        // Functions of queries only: the schema names none, or the version before could not write.
        connection.CreateFunction<string, string, bool>("search_text", (text, asked) => asked.Length > 0 && SearchFold.Holds(SearchFold.Words(text), asked), isDeterministic: true);
        connection.CreateFunction<string, string, string, string, string, bool>("search_contact", SearchFold.HoldsContact, isDeterministic: true);
        return connection;
    }
}
