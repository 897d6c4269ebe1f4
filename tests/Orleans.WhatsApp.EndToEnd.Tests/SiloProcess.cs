using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>The product as an operator runs it: its own process, its settings in the environment, ended as gently or as roughly as one likes.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private SiloProcess(Uri url, IReadOnlyDictionary<string, string> settings) => (Url, _settings) = (url, settings);

    public Uri Url { get; }

    /// <summary>Everything it wrote, over all its lives.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public bool IsRunning => _process is { HasExited: false };

    public static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public static async Task<SiloProcess> Start(Uri url, IReadOnlyDictionary<string, string> settings)
    {
        var silo = new SiloProcess(url, settings);
        await silo.StartAgain();
        return silo;
    }

    public async Task StartAgain()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(SiloDll);
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The silo did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Ready();
    }

    /// <summary>SIGKILL: nothing of the process gets a chance to tidy up.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> Stop()
    {
        using var signal = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await Kill();
        _process?.Dispose();
    }

    private async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(2) };
        var since = Stopwatch.StartNew();
        while (since.Elapsed < StartPatience)
        {
            if (!IsRunning) throw new InvalidOperationException($"The silo ended while starting.\n{Output}");
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode) return;
            }
            catch (Exception cause) when (cause is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The silo was not ready within {StartPatience.TotalSeconds} s.\n{Output}");
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }

    private static string SiloDll => typeof(SiloProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SiloDll").Value!;
}
