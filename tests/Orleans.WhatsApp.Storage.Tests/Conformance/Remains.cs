using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Sqlite;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>Looks through every column of every table, also those that nobody thought of.</summary>
internal static class Remains
{
    private const string SqliteColumns = "select m.name, p.name, '' from sqlite_master m, pragma_table_info(m.name) p where m.type = 'table'";
    private const string PostgresColumns = "select table_name, column_name, data_type from information_schema.columns where table_schema = current_schema()";

    /// <summary>The columns that still hold one of these texts.</summary>
    public static async Task<string> Of(IDatabase database, params string[] texts)
    {
        var isSqlite = database is SqliteDatabase;
        var columns = await database.Query(new(isSqlite ? SqliteColumns : PostgresColumns), row => (Table: row.Text(0), Name: row.Text(1), Type: row.Text(2)));
        Assert.True(columns.Count > 100, $"{columns.Count} columns");
        var found = new List<string>();
        foreach (var (table, name, type) in columns)
        {
            var holds = isSqlite ? $"instr(cast(\"{name}\" as text), @text) > 0"
                : type == "bytea" ? $"position(convert_to(@text, 'UTF8') in \"{name}\") > 0"
                : $"position(@text in \"{name}\"::text) > 0";
            foreach (var text in texts)
                if ((await database.Query(new($"select count(*) from {table} where {holds}", ("text", text)), row => row.Number(0)))[0] > 0) found.Add($"{table}.{name}: {text}");
        }

        return string.Join('\n', found);
    }
}
