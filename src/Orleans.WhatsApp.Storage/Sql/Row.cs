using System.Data.Common;

namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>The row that a query stands on. Columns are read by their place in the select list beside it.</summary>
internal abstract class Row(DbDataReader reader)
{
    protected DbDataReader Reader => reader;

    public bool IsNull(int column) => reader.IsDBNull(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public long Number(int column) => reader.GetInt64(column);

    public int Int(int column) => checked((int)reader.GetInt64(column));

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public abstract Guid Id(int column);

    public Guid? IdOrNull(int column) => IsNull(column) ? null : Id(column);

    public abstract DateTimeOffset Time(int column);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public abstract bool Flag(int column);

    public T Word<T>(int column) where T : struct, Enum => Words<T>.Parse(Text(column));

    public T? WordOrNull<T>(int column) where T : struct, Enum => IsNull(column) ? null : Word<T>(column);
}
