using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>A session whose statements are not quite what they should be.</summary>
internal sealed class SpoiledSession(ISqlSession session, Func<Statement, Statement> sql) : ISqlSession
{
    public ValueTask<int> Execute(Statement statement) => session.Execute(sql(statement));

    public ValueTask ExecuteAll(IReadOnlyList<Statement> statements) => session.ExecuteAll([.. statements.Select(sql)]);

    public ValueTask<List<T>> Query<T>(Statement statement, Func<Row, T> read) => session.Query(sql(statement), read);
}
