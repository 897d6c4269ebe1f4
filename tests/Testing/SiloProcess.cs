using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Orleans.WhatsApp.Testing;

/// <summary>The product as an operator runs it: its own process, its settings in the environment, ended as gently or as roughly as one likes.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private const int LastWords = 4_000;
    private readonly SiloBuild _build;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly IReadOnlyList<string> _launcher;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private SiloProcess(SiloBuild build, Uri url, IReadOnlyDictionary<string, string> settings, IReadOnlyList<string> launcher) =>
        (_build, Url, _settings, _launcher) = (build, url, settings, launcher);

    public Uri Url { get; }

    /// <summary>Everything it wrote, over all its lives.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    private string Latest => Output is { Length: > LastWords } all ? all[^LastWords..] : Output;

    public int Id => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Null while it runs; a signal's number plus 128 where one ended it.</summary>
    public int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    public static Uri FreeUrl() => new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>Starts it and waits until it is ready. On Orleans it gets ports of its own between silos, the same ones in all its lives.</summary>
    /// <param name="launcher">A command that becomes the silo's process: its words come before the silo's own.</param>
    public static async Task<SiloProcess> Start(SiloBuild build, Uri url, IReadOnlyDictionary<string, string> settings, IReadOnlyList<string>? launcher = null)
    {
        var environment = new Dictionary<string, string>();
        if (build.RunsOnOrleans) (environment["Orleans__SiloPort"], environment["Orleans__GatewayPort"]) = ($"{FreePort.Find()}", $"{FreePort.Find()}");
        foreach (var (name, value) in settings) environment[name] = value;
        var silo = new SiloProcess(build, url, environment, launcher ?? []);
        await silo.StartAgain();
        return silo;
    }

    public async Task StartAgain()
    {
        string[] words = [.. _launcher, "dotnet", _build.Dll];
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        _process?.Dispose();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The silo did not start.");
        Watch(_process.Id);
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

    /// <summary>Waits until it has ended by itself, and returns its exit code.</summary>
    public async Task<int> Ended(TimeSpan patience)
    {
        try
        {
            await _process!.WaitForExitAsync().WaitAsync(patience);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The silo had not ended after {patience.TotalSeconds} s.\n{Latest}");
        }
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> Stop()
    {
        await Signal("TERM");
        await _process!.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still in the middle of whatever it was doing, its connections open, until <see cref="Wake"/>.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public Task Wake() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await Kill();
        _process?.Dispose();
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>A shell that lives as long as the silo: should the tests be killed, even a frozen silo goes with them.</summary>
    private static void Watch(int silo)
    {
        var tests = Environment.ProcessId;
        var watcher = new ProcessStartInfo("setsid");
        foreach (var part in (string[])["sh", "-c",
            $"exec >/dev/null 2>&1 </dev/null; while kill -0 {silo} && kill -0 {tests}; do sleep 1; done; kill -0 {tests} || kill -9 {silo}"]) watcher.ArgumentList.Add(part);
        Process.Start(watcher)!.Dispose();
    }

    private async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(2) };
        var since = Stopwatch.StartNew();
        while (since.Elapsed < StartPatience)
        {
            if (!IsRunning) throw new InvalidOperationException($"The silo ended while starting.\n{Latest}");
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception cause) when (cause is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The silo was not ready within {StartPatience.TotalSeconds} s.\n{Latest}");
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}
