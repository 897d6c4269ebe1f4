using Npgsql;

namespace Orleans.WhatsApp.Benchmarks.Load;

internal static class Commands
{
    /// <summary>However long it takes.</summary>
    public static async Task Run(this NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
