using Npgsql;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

internal sealed class PostgresRow(NpgsqlDataReader reader) : Row(reader)
{
    public override Guid Id(int column) => Reader.GetGuid(column);

    public override DateTimeOffset Time(int column) => Reader.GetFieldValue<DateTimeOffset>(column);

    public override bool Flag(int column) => Reader.GetBoolean(column);
}
