using System.Diagnostics;
using System.Globalization;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>From a webhook on its way to its event at a dashboard that watches, at several paces.</summary>
internal sealed class LiveTable(TextWriter output, OwnPostgres postgres)
{
    private const int Chats = 2_000;
    private static readonly int[] Paces = [50, 200, 1_000];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    /// <summary>For what still is on its way when the last webhook is answered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);
    private int _run;

    public async Task Print()
    {
        await output.WriteLineAsync("| Database | webhooks/s | events | p50 ms | p99 ms | at most ms | never came | not told apart | processors busy | disk busy |\n|---|---|---|---|---|---|---|---|---|---|");
        using (var database = await InstalledDatabase.OnPostgres(postgres, Grace)) await On(database);
        using (var database = await InstalledDatabase.OnSqlite(Grace)) await On(database);
    }

    private async Task On(InstalledDatabase database)
    {
        await using var silo = await Contender.Silo(database.Settings());
        using var http = new HttpClient { BaseAddress = silo.Url };
        await http.SignIn(Installation.Email, Installation.Password);
        await using var arrivals = await LiveArrivals.Open(http, Chats);
        // The chats begin, and everything has run before.
        await HttpLoad.Run(silo.Webhooks, Next(), TimeSpan.FromMinutes(1), 2 * Chats, perSecond: 500, arrivals.Sending);
        await silo.HasDecided(http, LongestDrain);
        await Arrive(arrivals);
        foreach (var pace in Paces)
        {
            arrivals.Take();
            var machine = MachineUse.Watch();
            var posted = await HttpLoad.Run(silo.Webhooks, Next(), Time, perSecond: pace, sending: arrivals.Sending);
            var use = machine();
            await Arrive(arrivals);
            var (rising, missing, overtaken) = arrivals.Take();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {database.Kind} | {posted.PerSecond:F0} | {rising.Length} | {Latency.Milliseconds(rising, 0.5):F1} | {Latency.Milliseconds(rising, 0.99):F1} | {Latency.Milliseconds(rising, 1):F1} | {missing} | {overtaken} | {use.Processors:P0} | {use.Disk:P0} |"));
        }
    }

    private static async Task Arrive(LiveArrivals arrivals)
    {
        for (var since = Stopwatch.StartNew(); arrivals.Awaited > 0 && since.Elapsed < Patience;) await Task.Delay(20);
    }

    private WebhookStream Next() => new(++_run, Chats);
}
