using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>
/// One process's way to the database: every call takes its time, and both it and its answer may fail on the way. With the process, what is under way
/// is done or not done, and nobody is told.
/// </summary>
internal sealed class LoopDatabase(IDatabase database, World world) : IDatabase
{
    private readonly List<Call> _open = [];
    private bool _isCut;

    public Task<T> Write<T>(Func<ISqlSession, ValueTask<T>> work) => Start(() => database.Write(session => work(AsSpoiled(session))));

    public Task<T> Read<T>(Func<ISqlSession, ValueTask<T>> work) => Start(() => database.Read(session => work(AsSpoiled(session))));

    public Task<int> Execute(Statement statement) => Start(async () =>
    {
        var changed = await database.Execute(world.Flaw?.Sql?.Invoke(statement) ?? statement);
        if (changed > 0 && statement.Sql.Contains("set status = 'claimed'", StringComparison.Ordinal)) world.Promises.Claimed((Guid)statement.Args.First(arg => arg.Name == "intent").Value!);
        return changed;
    });

    public Task Scrub() => database.Scrub();

    public bool IsDuplicate(Exception exception) => database.IsDuplicate(exception);

    /// <summary>The process is gone.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var call in _open.ToArray()) call.Cut(world.Luck("database").Next(2) == 0);
    }

    private Task<T> Start<T>(Func<Task<T>> work)
    {
        if (_isCut) return Task.FromException<T>(new IOException("The process is gone."));
        var call = new Call<T>(world, work, _open);
        _open.Add(call);
        world.Loop.After(Latency(), call.Run);
        return call.Answer;
    }

    private ISqlSession AsSpoiled(ISqlSession session) => world.Flaw?.Sql is { } sql ? new SpoiledSession(session, sql) : session;

    private TimeSpan Latency() => world.Luck("database").Next(64) switch
    {
        0 when world.Trouble.Database => TimeSpan.FromSeconds(world.Luck("database").Next(1, 20)),
        < 4 => TimeSpan.FromMilliseconds(world.Luck("database").Next(1, 50)),
        _ => TimeSpan.Zero,
    };

    private abstract class Call
    {
        public abstract void Cut(bool isDone);
    }

    private sealed class Call<T>(World world, Func<Task<T>> work, List<Call> open) : Call
    {
        private readonly TaskCompletionSource<T> _answer = new();
        private bool _hasRun;

        public Task<T> Answer => _answer.Task;

        public void Run()
        {
            if (_answer.Task.IsCompleted) return;
            var fate = world.Trouble.Database ? world.Luck("database").Next(6) : 9;
            if (fate == 0)
            {
                End(() => _answer.SetException(new IOException("The database does not answer.")));
                return;
            }

            _hasRun = true;
            var result = work();
            if (!result.IsCompleted) throw new InvalidOperationException("The database below waits for something.");
            // Done and answered are two things: what lies between is where a process dies, or a connection breaks.
            world.Loop.Add(() =>
            {
                if (_answer.Task.IsCompleted) return;
                End(() =>
                {
                    if (fate == 1) _answer.SetException(new IOException("The connection broke before the answer came."));
                    else if (result.Exception is { } failure) _answer.SetException(failure.InnerExceptions);
                    else _answer.SetResult(result.Result);
                });
            });
        }

        public override void Cut(bool isDone)
        {
            if (_answer.Task.IsCompleted) return;
            if (isDone && !_hasRun) _ = work().Exception;
            End(() => _answer.SetException(new IOException("The process is gone.")));
        }

        private void End(Action answer)
        {
            open.Remove(this);
            answer();
        }
    }
}
