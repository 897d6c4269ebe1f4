using System.Threading.Channels;
using Npgsql;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// Two writers for the commits of all chats, with natural batching as in the intake: whatever waits while their transactions are on their way becomes the next one.
/// What many of them say alike runs once for all. A part that cannot be done takes all others back with it, and each is then run by itself.
/// </summary>
internal sealed class PostgresSharedCommit : IAsyncDisposable
{
    // The server works on a transaction with one processor, and this process has to read what the next one decides meanwhile.
    private const int Writers = 2;
    private const int MostAtOnce = 128;
    private const int MostAlone = 8;

    // A row that somebody holds must not hold up the chats of all others; and who stands still in the middle of this, as a frozen process does, holds its rows
    // no longer than this. All that is changed here is named by its key (Statement.ByIndex says why that has to be said). It ends with the transaction.
    private const string Settings = $"set_config('idle_in_transaction_session_timeout', '10s', true), {PostgresSession.ByIndexAlone}";
    private static readonly Statement Impatiently = new($"select set_config('lock_timeout', '200ms', true), {Settings}");
    private static readonly Statement Patiently = new($"select set_config('lock_timeout', '5s', true), {Settings}");

    private readonly PostgresDatabase _database;
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>();
    private readonly SemaphoreSlim _alone = new(MostAlone);
    private readonly Task _writers;

    public PostgresSharedCommit(PostgresDatabase database)
    {
        _database = database;
        _writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(Write)));
    }

    public Task Commit(IReadOnlyList<Statement> statements)
    {
        var waiting = new Waiting(statements);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(waiting), typeof(PostgresDatabase));
        return waiting.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // Registered under two types, so the container disposes it twice.
        if (!_queue.Writer.TryComplete()) return;
        await _writers;
        for (var i = 0; i < MostAlone; i++) await _alone.WaitAsync();
        _alone.Dispose();
    }

    private async Task Write()
    {
        var (waiting, messages) = (new List<Waiting>(), new MostlyNew());
        await using var kept = _database.Keep();
        while (await kept.WaitToRead(_queue.Reader))
        {
            while (TakeWaiting(waiting))
            {
                await Shared(waiting, kept, messages);
                waiting.Clear();
            }
        }
    }

    private bool TakeWaiting(List<Waiting> into)
    {
        while (into.Count < MostAtOnce && _queue.Reader.TryRead(out var one)) into.Add(one);
        return into.Count > 0;
    }

    private async Task Shared(List<Waiting> waiting, KeptConnection kept, MostlyNew messages)
    {
        var isCommitting = false;
        try
        {
            await messages.Run(async allNew =>
            {
                isCommitting = false;
                return await PostgresDatabase.Write(await kept.Open(), async session =>
                {
                    var areNew = await session.ExecuteTogether(Impatiently, [.. waiting.Select(one => one.Statements)], allNew);
                    isCommitting = true;
                    return areNew;
                });
            });
        }
        catch (Exception cause) when (!isCommitting || cause is PostgresException)
        {
            // Nothing of it is done: a guard did not hold, the connection was broken, or the server says so. Who waits here for the others must not keep a connection that they need.
            await kept.GiveBack();
            foreach (var one in waiting)
            {
                await _alone.WaitAsync();
                _ = Alone(one);
            }

            return;
        }
        catch (Exception cause)
        {
            // Whether it is committed is unknown; each asks the database.
            foreach (var one in waiting) one.Done.SetException(cause);
            return;
        }

        foreach (var one in waiting) one.Done.SetResult();
    }

    private async Task Alone(Waiting one)
    {
        try
        {
            await _database.Write(async session =>
            {
                await session.ExecuteAll([Patiently, .. one.Statements]);
                return one.Statements.Count;
            });
            one.Done.SetResult();
        }
        catch (Exception cause)
        {
            one.Done.SetException(cause);
        }
        finally
        {
            _alone.Release();
        }
    }

    private sealed record Waiting(IReadOnlyList<Statement> Statements)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
