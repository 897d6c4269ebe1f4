using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>
/// Rows as a version has written them, for both databases: ids, times and flags look like what they are, <c>{"bytes": …}</c> are the bytes of the JSON in it, and
/// <c>{"text": …}</c> is a text that looks like an id. Columns that are null are left out.
/// </summary>
internal static class SampleRows
{
    public static async Task Insert(IDatabase database, string sample)
    {
        var tables = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", sample)))!.AsObject();
        await database.Write(async session =>
        {
            await session.ExecuteAll([.. tables.SelectMany(table => table.Value!.AsArray().Select(row => Row(table.Key, row!.AsObject())))]);
            return tables.Count;
        });
    }

    private static Statement Row(string table, JsonObject row) => new(
        $"insert into {table} ({string.Join(", ", row.Select(column => column.Key))}) values ({string.Join(", ", row.Select(column => $"@{column.Key}"))})",
        [.. row.Select(column => Value(column.Key, column.Value!))]) { MustChange = true };

    private static Arg Value(string name, JsonNode value) => value switch
    {
        JsonObject bytes when bytes["bytes"] is { } json => (name, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(json.ToJsonString()))),
        JsonObject text when text["text"] is { } word => (name, word.GetValue<string>()),
        JsonValue flag when flag.TryGetValue<bool>(out var holds) => (name, holds),
        JsonValue number when number.TryGetValue<long>(out var count) => (name, count),
        JsonValue id when Guid.TryParseExact(id.GetValue<string>(), "D", out var guid) => (name, guid),
        JsonValue time when DateTimeOffset.TryParseExact(time.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => (name, at),
        _ => (name, value.GetValue<string>()),
    };
}
