using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>The file cannot be read or written for now, or there is no room; what was asked of it may be asked again. The driver of this version tells it from no other error.</summary>
internal sealed class SqliteUnavailableException(SqliteException cause) : DbException(cause.Message, cause)
{
    // SQLITE_BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN: https://www.sqlite.org/rescode.html
    private static readonly int[] Codes = [5, 6, 7, 8, 10, 13, 14];

    public override bool IsTransient => true;

    /// <summary>The same exception if it says something else.</summary>
    public static Exception Of(Exception cause) => cause is SqliteException known && Codes.Contains(known.SqliteErrorCode) ? new SqliteUnavailableException(known) : cause;
}
