using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>What a container's health check runs.</summary>
public sealed class The_health_command
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task It_is_zero_while_the_silo_lives_and_one_when_nobody_answers()
    {
        var url = SiloProcess.FreeUrl();
        await using var business = await Business.Open(linked: false);
        Assert.Equal((0, $"{Trimmed(business.Silo.Url)} lives"), await Ask(Trimmed(business.Silo.Url)));
        Assert.Equal((0, $"{Trimmed(business.Silo.Url)} lives"), await Ask(environment: business.Silo.Url.ToString()));

        var (code, line) = await Ask(Trimmed(url));
        Assert.Equal(1, code);
        Assert.StartsWith($"{Trimmed(url)} does not answer: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_wait_for_a_process_that_accepts_and_says_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var asked = Stopwatch.StartNew();
        var (code, _) = await Ask($"http://{silent.LocalEndpoint}");
        Assert.Equal(1, code);
        // Two seconds of patience and, on a busy machine, the start of a process.
        Assert.InRange(asked.Elapsed, TimeSpan.FromSeconds(2), Longest);
    }

    private static async Task<(int Code, string Line)> Ask(string? url = null, string? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var part in (string?[])[SiloDll, "health", url])
            if (part is not null) start.ArgumentList.Add(part);
        if (environment is not null) start.Environment["ASPNETCORE_URLS"] = environment;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.TrimEnd());
    }

    private static string SiloDll => SiloBuild.Of(typeof(The_health_command).Assembly).Dll;

    private static string Trimmed(Uri url) => url.ToString().TrimEnd('/');
}
