using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

/// <summary>One statement for many rows: the values come as one array for each parameter, and the server plans and runs it once.</summary>
internal static partial class ManyRows
{
    private const string UnlessThere = "on conflict do nothing";

    private static readonly ConcurrentDictionary<(string Sql, bool AllNew), PlacedText> Texts = new();

    /// <summary>It puts a row in unless that is there.</summary>
    public static bool MayBeThere(Statement one) => !one.MustChange && one.Sql.EndsWith(UnlessThere, StringComparison.Ordinal);

    /// <param name="same">Statements of one text, with their arguments in one order.</param>
    /// <param name="allNew">Rows that may be there are put in without asking whether they are; if one is, the statement fails.</param>
    public static NpgsqlBatchCommand Of(IReadOnlyList<Statement> same, bool allNew)
    {
        var text = Texts.GetOrAdd((same[0].Sql, allNew), static (text, one) => new PlacedText(Sql(one, text.AllNew), [.. one.Args.Select(arg => arg.Name)]), same[0]);
        var command = new NpgsqlBatchCommand(text.Sql);
        for (var place = 0; place < text.Names.Count; place++)
        {
            if (same[0].Args[place].Name != text.Names[place]) throw new NotSupportedException($"This statement's arguments come in two orders: {text.Sql}");
            command.Parameters.Add(Column(same, place));
        }

        return command;
    }

    /// <summary>The same for each row of <c>many</c>, whose columns are called like the parameters, with <c>p_</c> before: no table of ours has such columns.</summary>
    private static string Sql(Statement one, bool allNew)
    {
        if (allNew && MayBeThere(one)) one = one with { Sql = one.Sql[..^UnlessThere.Length] };
        var rows = $"unnest({string.Join(", ", Enumerable.Range(1, one.Args.Length).Select(place => $"${place}"))}) as many ({string.Join(", ", one.Args.Select(arg => $"p_{arg.Name}"))})";
        var each = PlacedText.Name().Replace(one.Sql, "many.p_$1");
        return Values().Match(each) is { Success: true } values ? Replaced(each, values, $"select {values.Groups[1].Value}\nfrom {rows}")
            : Delete().Match(each) is { Success: true } delete ? OneByOne(delete.Groups[1].Value, each[delete.Length..], rows)
            : Where().Match(each) is { Success: true } where ? Replaced(each, where, $"from {rows}\nwhere ")
            : throw new NotSupportedException($"This statement cannot be made one for many rows: {one.Sql}");
    }

    // Each row is looked for by its key. Joined with all of them at once, a table that was nearly empty when the server made its plan would be read from end to end.
    private static string OneByOne(string table, string where, string rows) => $"""
        delete from {table}
        where ctid = any (array(
          select found.ctid
          from {rows}
          cross join lateral (select ctid from {table} {where} offset 0) as found))
        """;

    private static string Replaced(string text, Match part, string by) => string.Concat(text.AsSpan(0, part.Index), by, text.AsSpan(part.Index + part.Length));

    private static NpgsqlParameter Column(IReadOnlyList<Statement> same, int place)
    {
        return same[0].Args[place].Kind switch
        {
            ArgKind.Text => Array(NpgsqlDbType.Text, value => (string?)value),
            ArgKind.Number => Array(NpgsqlDbType.Bigint, value => (long?)value),
            ArgKind.Id => Array(NpgsqlDbType.Uuid, value => (Guid?)value),
            ArgKind.Time => Array(NpgsqlDbType.TimestampTz, value => ((DateTimeOffset?)value)?.ToUniversalTime()),
            ArgKind.Flag => Array(NpgsqlDbType.Boolean, value => (bool?)value),
            ArgKind.Bytes => Array(NpgsqlDbType.Bytea, value => ((ReadOnlyMemory<byte>?)value)?.ToArray()),
            _ => throw new ArgumentOutOfRangeException(nameof(same)),
        };

        NpgsqlParameter Array<T>(NpgsqlDbType type, Func<object?, T> value)
        {
            var column = new T[same.Count];
            for (var i = 0; i < column.Length; i++) column[i] = value(same[i].Args[place].Value);
            return new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = column };
        }
    }

    /// <summary>Of an insert. Its own parentheses hold no others.</summary>
    [GeneratedRegex(@"^values \(([^()]*)\)", RegexOptions.Multiline)]
    private static partial Regex Values();

    [GeneratedRegex(@"^delete from (\w+)\s+(?=where )")]
    private static partial Regex Delete();

    /// <summary>Of an update: the outermost one begins its line.</summary>
    [GeneratedRegex(@"^where ", RegexOptions.Multiline)]
    private static partial Regex Where();
}
