using Npgsql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>
/// The database server's time, by which all deadlines are judged, so that processes with clocks apart agree. It is this machine's clock corrected by the
/// measured difference; timers run on this machine's clock, since a period is a period.
/// </summary>
public sealed class DatabaseClock : TimeProvider
{
    private const int Samples = 5;

    private long _offsetTicks;

    /// <summary>How far the server's clock is ahead of ours.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref _offsetTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    internal async Task Measure(NpgsqlConnection connection, CancellationToken stop)
    {
        // The shortest round trip knows best: the server's clock was read within it.
        var (shortest, offset) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var sample = 0; sample < Samples; sample++)
        {
            var sent = System.GetUtcNow();
            var start = System.GetTimestamp();
            await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
            await using var reader = await command.ExecuteReaderAsync(stop);
            await reader.ReadAsync(stop);
            var theirs = reader.GetFieldValue<DateTimeOffset>(0);
            var took = System.GetElapsedTime(start);
            if (took >= shortest) continue;
            (shortest, offset) = (took, theirs - (sent + (took / 2)));
        }

        Interlocked.Exchange(ref _offsetTicks, offset.Ticks);
    }
}
