namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>A thread of its own, since a flush to the disk blocks: the pool's threads are for what can go on.</summary>
internal sealed class SqliteWriterThread : IDisposable
{
    private readonly SharedCommit _commits;
    private readonly AutoResetEvent _work = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isClosing;

    public SqliteWriterThread(SharedCommit commits)
    {
        _commits = commits;
        _thread = new Thread(Run) { Name = "sqlite-writer", IsBackground = true };
        _thread.Start();
    }

    public void Wake() => _work.Set();

    public void Dispose()
    {
        _isClosing = true;
        _work.Set();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        while (!_isClosing)
        {
            _work.WaitOne();
            _commits.Drain();
        }

        _commits.Drain();
    }
}
