using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>A server that webhooks are posted to, in a process of its own.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private const string Run = """
        ( while kill -0 $OWNER && kill -0 $$; do sleep 1; done; kill -0 $OWNER || kill -9 $$ ) >/dev/null 2>&1 &
        exec "$0" "$@" >/dev/null 2>"$ERRORS"
        """;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    private readonly Process _process;

    private Contender(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public int Id => _process.Id;

    public Uri Webhooks => new(Url, "/webhooks/unipile");

    public static Task<Contender> Bare() => Peer("bare");

    public static Task<Contender> Nobody() => Peer("nobody");

    public static Task<Contender> Agents() => Peer("agents");

    public static Task<Contender> Kestrel(string database) => Peer("kestrel", database);

    public static Task<Contender> Fastify(string folder, Npgsql.NpgsqlConnectionStringBuilder database)
    {
        var url = SiloProcess.FreeUrl();
        return Start(url, "node", [
            Path.Combine(folder, "server.js"), $"{url.Port}", database.Host!, database.Port.ToString(CultureInfo.InvariantCulture), database.Username!, database.Database!,
            Peers.PoolSize.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string> { ["NODE_ENV"] = "production" });
    }

    /// <summary>The product as it was built along with this program.</summary>
    public static Task<Contender> Silo(IReadOnlyDictionary<string, string> settings)
    {
        var url = SiloProcess.FreeUrl();
        return Start(url, "dotnet", [SiloBuild.Of(typeof(Contender).Assembly).Dll], settings);
    }

    public async Task<SiloStats> Stats(HttpClient http) => new(JsonDocument.Parse(await http.GetStringAsync(new Uri(Url, "/stats"))).RootElement);

    /// <summary>Waits until all that was kept is decided, or long enough.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> HasDecided(HttpClient http, TimeSpan longest)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < longest;)
        {
            var undone = (await Stats(http)).Backlog?.Undone;
            if (undone == 0) return true;
            // The server counts them for it, in the time of what is measured: seldom while many are left.
            await Task.Delay(undone < ISweepStore.MostUndoneCounted ? ShortestWait : LongestWait);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Task<Contender> Peer(string name, params string[] more)
    {
        var url = SiloProcess.FreeUrl();
        return Start(url, "dotnet", [typeof(Contender).Assembly.Location, "peer", name, url.ToString(), .. more], new Dictionary<string, string>());
    }

    private static async Task<Contender> Start(Uri url, string program, string[] arguments, IReadOnlyDictionary<string, string> settings)
    {
        // What it says goes nowhere: a pipe that somebody has to read would be part of the measurement. Beside it a shell that ends it should this program be killed.
        var start = new ProcessStartInfo("sh") { WorkingDirectory = Path.GetTempPath() };
        foreach (var part in (string[])["-c", Run, program, .. arguments]) start.ArgumentList.Add(part);
        var errors = Path.Combine(Path.GetTempPath(), $"benchmark-{url.Port}.err");
        start.Environment["ERRORS"] = errors;
        start.Environment["OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment["ASPNETCORE_URLS"] = url.ToString();
        // This program's own way with its sockets is not theirs.
        start.Environment.Remove(InlineSockets.Variable);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var contender = new Contender(Process.Start(start)!, url);
        using var http = new HttpClient();
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (contender._process.HasExited || since.Elapsed > TimeSpan.FromMinutes(2)) throw new InvalidOperationException($"{program} did not start: {await File.ReadAllTextAsync(errors)}");
            try
            {
                if ((await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode) break;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        File.Delete(errors);
        return contender;
    }
}
