using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>What the database itself can take, by its own measuring program: rows of the size of a webhook, so many in each commit.</summary>
internal static partial class Pgbench
{
    public const string Table = """
        create table if not exists webhooks (
          id bigint generated always as identity primary key, account_id text not null, chat_id text not null, message_id text not null,
          received_at timestamptz not null default now(), body text not null);
        create unique index if not exists webhooks_message on webhooks (account_id, message_id);
        """;

    private const int BodyLength = 1_000;

    /// <returns>Rows a second.</returns>
    public static async Task<double> Run(NpgsqlConnectionStringBuilder database, int rowsPerCommit, int clients, TimeSpan time)
    {
        var script = Path.GetTempFileName();
        var ids = rowsPerCommit == 1 ? "" : $" from generate_series(1, {rowsPerCommit})";
        await File.WriteAllTextAsync(script, $"""
            insert into webhooks (account_id, chat_id, message_id, body)
            select 'acc_load', 'chat', gen_random_uuid()::text, repeat('x', {BodyLength}){ids}
            on conflict (account_id, message_id) do nothing;
            """);
        var start = new ProcessStartInfo(Path.Combine(OwnPostgres.Binaries, "pgbench")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var part in (string[])["-n", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T", $"{(int)time.TotalSeconds}", "-f", script,
            "-h", database.Host!, "-p", $"{database.Port}", "-U", database.Username!, database.Database!]) start.ArgumentList.Add(part);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(script);
        if (process.ExitCode != 0) throw new InvalidOperationException($"pgbench said: {await said}{complained}");
        // Too many connections at once have been seen to commit nothing at all; then it names no rate.
        return Rate().Match(await said) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) * rowsPerCommit : 0;
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
