using Microsoft.Data.Sqlite;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>
/// Natural batching: whatever waits when the running commit ends goes into the next one, a savepoint for each. No timer, so an idle system adds no delay,
/// and one flush to the disk serves everybody who waited for it.
/// </summary>
internal sealed class SharedCommit(SqliteSession session, SqliteTurns turns)
{
    /// <summary>Beyond this the disk cannot keep up, and waiting longer than a provider does would only hide it.</summary>
    private const int MostWaiting = 20_000;

    private readonly Lock _gate = new();
    private List<SharedWrite> _waiting = [];
    private List<SharedWrite> _running = [];
    private TaskCompletionSource? _scrub;
    private bool _closed;

    /// <summary>How many there have been, the one that runs among them. Read by what runs in it.</summary>
    public long Number { get; private set; }

    public Task<T> Add<T>(SharedWrite<T> write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
            if (_waiting.Count >= MostWaiting) throw new StorageBusyException();
            _waiting.Add(write);
            return write.Task;
        }
    }

    /// <summary>
    /// Moves all that is committed by then out of the log, and overwrites that. While somebody goes on reading the old log it stays; the next scrub takes it. It is done
    /// between two commits: a checkpoint of another connection beside a commit can, rarely, lose pages (decision 005).
    /// </summary>
    public Task Scrub()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
            return (_scrub ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Commits what waits. Called by one thread at a time.</summary>
    public void Drain()
    {
        TaskCompletionSource? scrub;
        lock (_gate)
        {
            (_waiting, _running) = (_running, _waiting);
            (scrub, _scrub) = (_scrub, null);
        }

        if (_running.Count > 0) Commit();
        if (scrub is not null) EmptyLog(scrub);
    }

    /// <summary>Takes no more; what waits is still drained.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
    }

    private void Commit()
    {
        Number++;

        try
        {
            turns.BeginWrite(session);
            if (_running is [var only]) RunAlone(only);
            else foreach (var write in _running) RunInSavepoint(write);
            session.Run("commit");
        }
        catch (Exception cause)
        {
            // The transaction as a whole is lost (disk full, input/output error, a failed single write): nobody's part of it is stored.
            foreach (var write in _running) write.Fails(cause);
            RollBack();
        }

        foreach (var write in _running) write.Complete();
        _running.Clear();
    }

    private void EmptyLog(TaskCompletionSource done)
    {
        try
        {
            turns.WithoutReaders(() => session.Run("pragma wal_checkpoint(truncate)"));
            done.SetResult();
        }
        catch (Exception cause)
        {
            done.SetException(cause);
        }
    }

    private void RollBack()
    {
        try
        {
            if (session.IsInTransaction) session.Run("rollback");
        }
        catch (SqliteException)
        {
            // The callers know the first cause already; the next round meets the open transaction, fails its callers and tries this again.
        }
    }

    private void RunAlone(SharedWrite write) => write.Run(session);

    private void RunInSavepoint(SharedWrite write)
    {
        session.Run("savepoint part");
        try
        {
            write.Run(session);
        }
        catch (Exception cause) when (session.IsInTransaction)
        {
            session.Run("rollback to part");
            write.Fails(cause);
        }

        session.Run("release part");
    }
}

/// <summary>One caller's part of a shared commit.</summary>
internal abstract class SharedWrite
{
    protected Exception? Failure { get; private set; }

    public abstract void Run(ISqlSession session);

    /// <summary>Tells the caller; only after the commit.</summary>
    public abstract void Complete();

    /// <summary>The first cause is the caller's own.</summary>
    public void Fails(Exception cause) => Failure ??= SqliteUnavailableException.Of(cause);
}

internal sealed class SharedWrite<T>(Func<ISqlSession, ValueTask<T>> work, TaskCreationOptions options) : SharedWrite
{
    private readonly TaskCompletionSource<T> _done = new(options);
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public override void Run(ISqlSession session) => _result = Completed(work(session));

    public override void Complete()
    {
        if (Failure is null) _done.SetResult(_result);
        else _done.SetException(Failure);
    }

    /// <summary>On SQLite nothing inside a write ever waits; if it did, the writer would be left to somebody else's pace.</summary>
    public static T Completed(ValueTask<T> work) => work.IsCompleted ? work.GetAwaiter().GetResult() : throw new InvalidOperationException("A write awaited something other than its session.");
}
