using System.Data;
using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// A connection that a writer keeps. The pool hands its connections out in turn, so that each statement met a server process whose caches had gone cold: with its own
/// the intake takes an eighth more, and what comes one by one costs the server a tenth less. In a longer pause it goes back to the pool, which closes what is idle before
/// a firewall forgets it. Used by one caller at a time.
/// </summary>
/// <param name="longestPause">Zero where it goes back at once, for a pool that has none to spare.</param>
internal sealed class KeptConnection(NpgsqlDataSource source, TimeSpan longestPause) : IAsyncDisposable
{
    /// <summary>Only in the pool is it seen that it has lived for long.</summary>
    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(10);

    private NpgsqlConnection? _connection;
    private long _keptSince;

    /// <summary>As the reader says it. Nothing that comes waits longer for it, and the connection does not wait long.</summary>
    public async ValueTask<bool> WaitToRead<T>(ChannelReader<T> work)
    {
        var waiting = work.WaitToReadAsync();
        if (waiting.IsCompleted || _connection is null) return await waiting;
        var next = waiting.AsTask();
        if (longestPause == TimeSpan.Zero || Stopwatch.GetElapsedTime(_keptSince) > LongestKept) await GiveBack();
        try
        {
            return await (_connection is null ? next : next.WaitAsync(longestPause));
        }
        catch (TimeoutException)
        {
            await GiveBack();
            return await next;
        }
    }

    /// <summary>The one there is, or a new one where it broke.</summary>
    public async ValueTask<NpgsqlConnection> Open()
    {
        if (_connection is { State: ConnectionState.Open } kept) return kept;
        await GiveBack();
        _keptSince = Stopwatch.GetTimestamp();
        return _connection = await source.OpenConnectionAsync();
    }

    /// <summary>To the pool; whoever opens it after that gets another.</summary>
    public async ValueTask GiveBack()
    {
        var connection = _connection;
        _connection = null;
        try
        {
            if (connection is not null) await connection.DisposeAsync();
        }
        catch (Exception)
        {
            // It broke as it went back: the pool is rid of it, and who writes has to go on with another, whatever it was.
        }
    }

    public ValueTask DisposeAsync() => GiveBack();
}
