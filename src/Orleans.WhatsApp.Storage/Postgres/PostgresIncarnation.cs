using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// This process's name, proven by an advisory lock of a connection that does nothing else. The server drops the lock with the connection, so a free lock means:
/// that life is over. When the connection is lost while the process lives on, the lock is lost too, others may already have judged by it, and a new name begins;
/// the former names are locked again beside it as soon as the server has dropped their old locks, since calls made under them may still run here.
/// </summary>
internal sealed partial class PostgresIncarnation : IIncarnation, IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private static readonly Guid Space = Guid.Parse("5b0c2f6e-7f2e-4a3e-9a56-2f6a3f1d8c11");

    private readonly PostgresDatabase _database;
    private readonly DatabaseClock _clock;
    private readonly ILogger<PostgresIncarnation> _logger;
    private readonly NpgsqlDataSource _dedicated;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _former = [];

    /// <summary>Of the former names those whose locks this connection does not hold yet.</summary>
    private readonly List<string> _unlocked = [];

    private volatile string? _current;
    private bool _isDisposed;
    private Task _keeping = Task.CompletedTask;

    public PostgresIncarnation(PostgresDatabase database, DatabaseClock clock, ILogger<PostgresIncarnation> logger)
    {
        (_database, _clock, _logger) = (database, clock, logger);
        // Outside the pool: no other work may close or reset it. TCP keepalive finds a network that went silent.
        _dedicated = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, TcpKeepAlive = true, KeepAlive = 0, ApplicationName = "orleans-whatsapp incarnation" });
    }

    /// <exception cref="InvalidOperationException">Between the loss of the lock and the new one: nothing may be claimed then.</exception>
    public string Current => _current ?? throw new InvalidOperationException("This process holds no incarnation lock at the moment.");

    public bool IsOurs(string incarnation)
    {
        if (incarnation == _current) return true;
        lock (_former) return _former.Contains(incarnation);
    }

    public async Task<bool> IsGone(string incarnation)
    {
        if (IsOurs(incarnation)) return false;

        // Taken and given back within the statement. Two processes that ask at once see each other's probe and say "not proven": safe, and asked again soon.
        await using var command = _database.Source.CreateCommand("select pg_try_advisory_xact_lock($1)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey(incarnation) });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    public async Task Start(CancellationToken stop)
    {
        if (_current is not null) return;

        var connection = await Begin(stop);
        _keeping = Task.Run(() => Keep(connection), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        // Registered under two types, so the container disposes it twice.
        if (Interlocked.Exchange(ref _isDisposed, true)) return;

        await _stop.CancelAsync();
        await _keeping;
        await _dedicated.DisposeAsync();
        _stop.Dispose();
    }

    private static long LockKey(string incarnation)
    {
        Span<byte> bytes = stackalloc byte[16];
        NameBasedId.Make(Space, incarnation).TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private async Task<NpgsqlConnection> Begin(CancellationToken stop)
    {
        var connection = await _dedicated.OpenConnectionAsync(stop);
        try
        {
            await _clock.Measure(connection, stop);
            var name = Guid.NewGuid().ToString("N");
            if (!await TryLock(connection, name, stop)) throw new InvalidOperationException("A name that is new is locked already.");
            _current = name;
            LogBegun(name);
            _unlocked.Clear();
            _unlocked.AddRange(_former);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Not waited for: a server that has not noticed yet that a connection is gone may hold its lock for long, and whoever asks then is told that it lives.</summary>
    private async Task LockFormer(NpgsqlConnection connection)
    {
        foreach (var former in _unlocked.ToArray())
            if (await TryLock(connection, former, _stop.Token)) _unlocked.Remove(former);
    }

    private static async Task<bool> TryLock(NpgsqlConnection connection, string name, CancellationToken stop)
    {
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
        take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey(name) });
        return (bool)(await take.ExecuteScalarAsync(stop))!;
    }

    private async Task Keep(NpgsqlConnection? connection)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                connection ??= await Begin(_stop.Token);
                // Listens on the socket, so a server that closes the connection is noticed at once; the query finds what closes silently.
                await LockFormer(connection);
                await connection.WaitAsync(_unlocked.Count == 0 ? Heartbeat : RetryAfter, _stop.Token);
                await _clock.Measure(connection, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
            }
            catch (Exception cause)
            {
                if (_current is { } lost)
                {
                    // In this order: at no moment may the name look like another process's.
                    lock (_former) _former.Add(lost);
                    _current = null;
                    LogLost(cause, lost);
                }

                if (connection is not null) await connection.DisposeAsync();
                connection = null;
                await Task.Delay(RetryAfter, TimeProvider.System, CancellationToken.None);
            }
        }

        if (connection is not null) await connection.DisposeAsync();
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "This process is incarnation {Incarnation}")]
    private partial void LogBegun(string incarnation);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The lock of incarnation {Incarnation} is lost; nothing is claimed until a new one is held")]
    private partial void LogLost(Exception cause, string incarnation);
}
