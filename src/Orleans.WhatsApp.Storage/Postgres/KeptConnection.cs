using System.Data;
using Npgsql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// A connection that a writer keeps while work waits. The pool hands its connections out in turn, so that each statement met a server process whose caches had gone cold:
/// with its own the intake takes an eighth more. In a pause it goes back to the pool, which closes what is idle before a firewall forgets it. Used by one caller at a time.
/// </summary>
internal sealed class KeptConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>The one there is, or a new one where it broke.</summary>
    public async ValueTask<NpgsqlConnection> Open()
    {
        if (_connection is { State: ConnectionState.Open } kept) return kept;
        await GiveBack();
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
