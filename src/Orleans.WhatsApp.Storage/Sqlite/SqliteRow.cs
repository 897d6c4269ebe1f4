using Microsoft.Data.Sqlite;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

internal sealed class SqliteRow(SqliteDataReader reader) : Row(reader)
{
    public override Guid Id(int column) => new(Bytes(column), bigEndian: true);

    public override DateTimeOffset Time(int column) => SqliteTime.Read(Number(column));

    public override bool Flag(int column) => Number(column) != 0;
}

/// <summary>Microseconds since 1970 in UTC: what PostgreSQL's timestamptz resolves too. Anything finer is cut off.</summary>
internal static class SqliteTime
{
    public static long Write(DateTimeOffset time) => (time.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset Read(long microseconds) => new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
