using Npgsql;
using NpgsqlTypes;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

internal sealed class PostgresSession(NpgsqlConnection connection) : ISqlSession
{
    /// <summary>
    /// For <see cref="Statement.ByIndex"/>: in an index's order and not all of it first, and with a plan that a connection keeps. The server else plans anew each time what
    /// it guesses to be cheaper for few rows, which costs more than to find them. Holds until the transaction ends, which is that of one batch where there is no other.
    /// </summary>
    internal const string ByIndexAlone = "set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)";
    private static readonly Statement ByIndex = new($"select {ByIndexAlone}");

    public async ValueTask<int> Execute(Statement statement)
    {
        var text = PlacedText.Of(statement.Sql);
        await using var command = new NpgsqlCommand(text.Sql, connection);
        Fill(command.Parameters, text, statement);
        var changed = await command.ExecuteNonQueryAsync();
        return changed == 0 && statement.MustChange ? throw new NothingChangedException() : changed;
    }

    public async ValueTask ExecuteAll(IReadOnlyList<Statement> statements)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements) batch.BatchCommands.Add(Alone(statement));
        await batch.ExecuteNonQueryAsync();
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i].MustChange && batch.BatchCommands[i].RecordsAffected == 0) throw new NothingChangedException();
        }
    }

    /// <summary>Several commits in one round trip; what they say alike, once for all of them.</summary>
    /// <param name="first">Runs before all of them.</param>
    /// <param name="allNew">See <see cref="ManyRows.Of"/>.</param>
    /// <returns>Whether all rows were new that might have been there.</returns>
    public async ValueTask<bool> ExecuteTogether(Statement first, IReadOnlyList<IReadOnlyList<Statement>> commits, bool allNew)
    {
        await using var batch = new NpgsqlBatch(connection);
        var (owed, unlessThere) = (new List<int>(), new List<(NpgsqlBatchCommand Command, int Rows)>());
        var all = commits.SelectMany(statements => statements).ToList();
        // A text is one constant: what it says need not be compared, nor hashed.
        var shared = all.Where(statement => statement.Together > Together.First)
            .GroupBy(statement => statement.Sql, ReferenceEqualityComparer.Instance).Select(kind => kind.ToList()).OrderBy(same => same[0].Together).ToList();
        Add(Alone(first), 0);
        foreach (var own in all.Where(statement => statement.Together == Together.First)) Add(Alone(own), own.MustChange ? 1 : 0);
        foreach (var same in shared.Where(same => same[0].Together < Together.Sessions)) AddMany(same);
        foreach (var own in all.Where(statement => statement.Together == Together.No)) Add(Alone(own), own.MustChange ? 1 : 0);
        foreach (var same in shared.Where(same => same[0].Together >= Together.Sessions)) AddMany(same);

        await batch.ExecuteNonQueryAsync();
        for (var i = 0; i < owed.Count; i++)
        {
            // Of a select the driver says -1.
            if (owed[i] > 0 && batch.BatchCommands[i].RecordsAffected < owed[i]) throw new NothingChangedException();
        }

        return unlessThere.All(one => one.Command.RecordsAffected == one.Rows);

        void AddMany(List<Statement> same)
        {
            var command = ManyRows.Of(same, allNew);
            Add(command, same[0].MustChange ? same.Count : 0);
            if (ManyRows.MayBeThere(same[0])) unlessThere.Add((command, same.Count));
        }

        void Add(NpgsqlBatchCommand command, int mustChange)
        {
            batch.BatchCommands.Add(command);
            owed.Add(mustChange);
        }
    }

    public async ValueTask<List<T>> Query<T>(Statement statement, Func<Row, T> read)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (statement.ByIndex) batch.BatchCommands.Add(Alone(ByIndex));
        batch.BatchCommands.Add(Alone(statement));
        await using var reader = await batch.ExecuteReaderAsync();
        if (statement.ByIndex) await reader.NextResultAsync();
        var row = new PostgresRow(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(row));
        return rows;
    }

    private static NpgsqlBatchCommand Alone(Statement statement)
    {
        var text = PlacedText.Of(statement.Sql);
        var command = new NpgsqlBatchCommand(text.Sql);
        Fill(command.Parameters, text, statement);
        return command;
    }

    private static void Fill(NpgsqlParameterCollection parameters, PlacedText text, Statement statement)
    {
        for (var place = 0; place < text.Names.Count; place++)
        {
            var arg = text.Find(place, statement.Args);
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = Type(arg.Kind), Value = Value(arg) });
        }
    }

    private static object Value(Arg arg) => arg.Value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUniversalTime(),
        var value => value,
    };

    private static NpgsqlDbType Type(ArgKind kind) => kind switch
    {
        ArgKind.Text => NpgsqlDbType.Text,
        ArgKind.Number => NpgsqlDbType.Bigint,
        ArgKind.Id => NpgsqlDbType.Uuid,
        ArgKind.Time => NpgsqlDbType.TimestampTz,
        ArgKind.Flag => NpgsqlDbType.Boolean,
        ArgKind.Bytes => NpgsqlDbType.Bytea,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
