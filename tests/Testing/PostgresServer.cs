using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.WhatsApp.Testing;

/// <summary>
/// A real PostgreSQL for tests: the one that <c>TEST_POSTGRES</c> names (a connection string of a role that may create databases), else a cluster of our own,
/// made from the installed binaries and removed with the test process. Fails where neither can be had.
/// </summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(Start);
    private readonly string _connectionString;
    private int _databases;

    private PostgresServer(string connectionString) => _connectionString = connectionString;

    /// <summary>One server for the whole test process.</summary>
    public static Task<PostgresServer> Get() => Started.Value;

    /// <summary>A fresh, empty database; returns its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}_{Guid.NewGuid().ToString("N")[..8]}";
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    public static async Task DropDatabase(string connectionString)
    {
        var server = await Get();
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await using var connection = new NpgsqlConnection(server._connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists {name} with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer(Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } given ? given : StartCluster());
        await using var connection = new NpgsqlConnection(server._connectionString);
        await connection.OpenAsync();
        return server;
    }

    private static string StartCluster()
    {
        var binaries = FindBinaries();
        var folder = Path.Combine(Path.GetTempPath(), $"test-postgres-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (IsRoot) Run("chown", ["postgres", folder]);
        var (data, port) = (Path.Combine(folder, "data"), FreePort());

        RunAsServer(Path.Combine(binaries, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-instructions"]);
        // Stopped and removed when this process ends, and by the watcher below if it is killed.
        RunAsServer(Path.Combine(binaries, "pg_ctl"),
            ["-D", data, "-w", "-t", "60", "-l", Path.Combine(folder, "log"), "-o", $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=200", "start"]);
        Watch(Path.Combine(binaries, "pg_ctl"), data, folder);
        return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "postgres", Database = "postgres", MaxPoolSize = 40 }.ConnectionString;
    }

    /// <summary>A shell that outlives this process by a moment: whatever ends the tests, the server goes with them.</summary>
    private static void Watch(string pgCtl, string data, string folder)
    {
        var stop = $"{AsServerPrefix}'{pgCtl}' -D '{data}' -m immediate stop >/dev/null 2>&1; rm -rf '{folder}'";
        var shell = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var part in (string[])["sh", "-c", $"exec >/dev/null 2>&1; while kill -0 {Environment.ProcessId} 2>/dev/null; do sleep 1; done; {stop}"]) shell.ArgumentList.Add(part);
        Process.Start(shell)!.Dispose();
    }

    private static string FindBinaries()
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
            : null;
        return found ?? throw new InvalidOperationException(
            "These tests need a real PostgreSQL. Set TEST_POSTGRES to a connection string whose role may create databases, or install the server (Debian: apt-get install postgresql).");
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string AsServerPrefix => IsRoot ? "runuser -u postgres -- " : "";

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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
