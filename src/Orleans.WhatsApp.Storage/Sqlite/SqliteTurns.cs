using System.Diagnostics;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>
/// Whose turn it is to begin. Where several begin at once, SQLite asks for its locks some five times and then pauses for a microsecond, which the library that restores
/// here cannot do: it sleeps for a whole second (decision 005), and with the writer so does everybody. So they wait for each other here, and find those locks free.
/// </summary>
internal sealed class SqliteTurns
{
    /// <summary>A transaction only begins when something is read.</summary>
    private static readonly Statement FirstLook = new("select 1 from migrations limit 1");

    /// <summary>How long the writer waits for a moment without readers, and for how long of it nobody may begin to read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HoldsReadersBack = TimeSpan.FromMilliseconds(200);

    // A monitor, since some wait here for others to end.
    private readonly object _turn = new();
    private int _reading;
    private bool _isReadersTurn = true;

    public void BeginRead(SqliteSession session)
    {
        lock (_turn)
        {
            while (!_isReadersTurn) Monitor.Wait(_turn);
            session.Run("begin");
            try
            {
                session.Rows(FirstLook, row => row.Int(0));
            }
            catch
            {
                if (session.IsInTransaction) session.Run("rollback");
                throw;
            }

            _reading++;
        }
    }

    public void EndRead(SqliteSession session)
    {
        try
        {
            if (session.IsInTransaction) session.Run("commit");
        }
        finally
        {
            lock (_turn)
            {
                if (--_reading == 0) Monitor.PulseAll(_turn);
            }
        }
    }

    public void BeginWrite(SqliteSession session)
    {
        lock (_turn) session.Run("begin immediate");
    }

    /// <summary>A connection looks into the file as it opens.</summary>
    public SqliteSession Connect(Func<SqliteSession> connect)
    {
        lock (_turn) return connect();
    }

    /// <summary>For the one writer; not done if there is no moment without readers. Who wants to begin to read waits meanwhile, but not for others who read for long.</summary>
    public void WithoutReaders(Action work)
    {
        var since = Stopwatch.GetTimestamp();
        lock (_turn)
        {
            while (!TryHoldingReadersBack(work) && Stopwatch.GetElapsedTime(since) <= Patience) Monitor.Wait(_turn, HoldsReadersBack);
        }
    }

    private bool TryHoldingReadersBack(Action work)
    {
        _isReadersTurn = false;
        try
        {
            if (!WaitForReaders()) return false;
            work();
            return true;
        }
        finally
        {
            _isReadersTurn = true;
            Monitor.PulseAll(_turn);
        }
    }

    private bool WaitForReaders()
    {
        for (var since = Stopwatch.GetTimestamp(); _reading > 0;)
        {
            var left = HoldsReadersBack - Stopwatch.GetElapsedTime(since);
            if (left <= TimeSpan.Zero) return false;
            Monitor.Wait(_turn, left);
        }

        return true;
    }
}
