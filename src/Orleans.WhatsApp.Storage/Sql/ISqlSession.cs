namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>A connection inside a transaction. On SQLite every call completes before it returns.</summary>
internal interface ISqlSession
{
    /// <summary>Returns how many rows changed.</summary>
    ValueTask<int> Execute(Statement statement);

    /// <summary>All in order, in one round trip where there is one.</summary>
    ValueTask ExecuteAll(IReadOnlyList<Statement> statements);

    ValueTask<List<T>> Query<T>(Statement statement, Func<Row, T> read);
}

internal static class SqlSessionExtensions
{
    public static async ValueTask<T?> First<T>(this ISqlSession session, Statement statement, Func<Row, T> read) where T : class =>
        await session.Query(statement, read) is [var first, ..] ? first : null;
}
