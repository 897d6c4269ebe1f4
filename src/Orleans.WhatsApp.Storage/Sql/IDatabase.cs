namespace Orleans.WhatsApp.Storage.Sql;

/// <summary>
/// The seam between the two databases. The work given to <see cref="Write{T}"/> touches nothing but its session: SQLite runs it on its writer,
/// in a transaction shared with others, and rolls back only this part if it fails.
/// </summary>
internal interface IDatabase
{
    /// <summary>Runs in a transaction and completes when that is durable.</summary>
    Task<T> Write<T>(Func<ISqlSession, ValueTask<T>> work);

    /// <summary>Runs all of them or none, and completes when that is durable. The transaction may be one with others'.</summary>
    /// <exception cref="NothingChangedException">A guard of these did not hold.</exception>
    Task Commit(IReadOnlyList<Statement> statements) => Write(async session =>
    {
        await session.ExecuteAll(statements);
        return statements.Count;
    });

    /// <summary>Sees everything whose <see cref="Write{T}"/> has completed.</summary>
    Task<T> Read<T>(Func<ISqlSession, ValueTask<T>> work);

    /// <summary>One statement as its own transaction; returns how many rows changed.</summary>
    Task<int> Execute(Statement statement);

    /// <summary>Overwrites what deleted rows have left in files of ours. Where a server keeps the files, that is its own housework.</summary>
    Task Scrub();

    /// <summary>The exception says that a unique key is taken.</summary>
    bool IsDuplicate(Exception exception);
}

internal static class DatabaseExtensions
{
    public static Task<List<T>> Query<T>(this IDatabase database, Statement statement, Func<Row, T> read) => database.Read(session => session.Query(statement, read));

    /// <summary>A delete that names its own limit, again and again until nothing is left to go; returns how many rows went.</summary>
    public static async Task<int> InSteps(this IDatabase database, Statement delete)
    {
        var deleted = 0;
        int step;
        do deleted += step = await database.Execute(delete);
        while (step > 0);
        return deleted;
    }

    public static Task<T?> First<T>(this IDatabase database, Statement statement, Func<Row, T> read) where T : class =>
        database.Read(session => session.First(statement, read));
}
