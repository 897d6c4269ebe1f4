using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Orleans.WhatsApp.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, made from the installed binaries: its folder and its process go when it is disposed, or with the test process, whatever
/// ends that.
/// </summary>
public sealed class OwnPostgres : IDisposable
{
    private readonly string _pgCtl;
    private readonly string _folder;
    private readonly string _data;

    private OwnPostgres(string binaries, string folder, int port)
    {
        (_pgCtl, _folder, _data) = (Path.Combine(binaries, "pg_ctl"), folder, Path.Combine(folder, "data"));
        ConnectionString = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "postgres", Database = "postgres", MaxPoolSize = 40 }.ConnectionString;
    }

    /// <summary>Of the database that every server has, for a role that may do anything.</summary>
    public string ConnectionString { get; }

    /// <summary>The folder of the installed server's programs, the newest one's if there are several.</summary>
    public static string Binaries => (Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
            : null)
        ?? throw new InvalidOperationException(
            "These tests need a real PostgreSQL. Set TEST_POSTGRES to a connection string whose role may create databases, or install the server (Debian: apt-get install postgresql).");

    /// <summary>Of the server's first process.</summary>
    public int Id => int.Parse(File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <param name="settings">Lines of its configuration beside our own.</param>
    public static OwnPostgres Start(int maxConnections = 200, params string[] settings)
    {
        var binaries = Binaries;
        var folder = Path.Combine(Path.GetTempPath(), $"test-postgres-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (IsRoot) Run("chown", ["postgres", folder]);
        var port = FreePort.Find();
        var server = new OwnPostgres(binaries, folder, port);
        RunAsServer(Path.Combine(binaries, "initdb"), ["-D", server._data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-instructions"]);
        File.AppendAllText(Path.Combine(server._data, "postgresql.conf"),
            $"listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{folder}'\nmax_connections = {maxConnections}\n{string.Join('\n', settings)}\n");
        server.StartAgain();
        server.Watch();
        return server;
    }

    /// <summary>Every connection breaks in the middle of its work, as in a crash; the server comes back by its log.</summary>
    public void Crash() => Control("-m", "immediate", "stop");

    /// <summary>On the same port, with the same data.</summary>
    public void StartAgain() => Control("-l", Path.Combine(_folder, "log"), "start");

    public void Dispose()
    {
        if (File.Exists(Path.Combine(_data, "postmaster.pid"))) Crash();
        Directory.Delete(_folder, recursive: true);
    }

    private void Control(params string[] words) => RunAsServer(_pgCtl, ["-D", _data, "-w", "-t", "60", .. words]);

    /// <summary>A shell that outlives this process by a moment: whatever ends the tests, the server goes with them.</summary>
    private void Watch()
    {
        var stop = $"{(IsRoot ? "runuser -u postgres -- " : "")}'{_pgCtl}' -D '{_data}' -m immediate stop >/dev/null 2>&1; rm -rf '{_folder}'";
        var shell = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var part in (string[])["sh", "-c", $"exec >/dev/null 2>&1; while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 1; done; {stop}"]) shell.ArgumentList.Add(part);
        Process.Start(shell)!.Dispose();
    }

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The server refuses to run as root.</summary>
    private static void RunAsServer(string program, string[] arguments)
    {
        if (IsRoot) Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        else Run(program, arguments);
    }

    private static void Run(string program, string[] arguments)
    {
        // No pipe to the child: the server inherits it and would keep it open.
        var start = new ProcessStartInfo("sh") { WorkingDirectory = "/" };
        foreach (var part in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) start.ArgumentList.Add(part);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
    }
}
