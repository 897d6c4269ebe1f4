using System.Diagnostics;
using System.Globalization;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Faults;

/// <summary>
/// A disk for the database that can be filled while the silo runs: a file system of some megabytes that only the silo sees, mounted in a name space of its own,
/// which needs root or the right to make name spaces. Where neither is given, the silo's files are forbidden to grow instead: its writes fail at the same
/// places, with another error number.
/// </summary>
internal sealed class SmallDisk
{
    private const int Megabytes = 32;
    private static readonly string[] OwnNames = Environment.UserName == "root" ? ["unshare", "--mount"] : ["unshare", "--user", "--map-root-user", "--mount"];
    private readonly string _folder;
    private readonly bool _isMounted;

    /// <param name="folder">Where the silo's database lies.</param>
    public SmallDisk(string folder)
    {
        _folder = folder;
        _isMounted = Run([.. OwnNames, "sh", "-c", Mount + "true", "sh", folder]);
        Launcher = _isMounted
            ? [.. OwnNames, "sh", "-c", Mount + "exec \"$@\"", "sh", folder]
            // Who writes beyond the limit is told so by a signal, which ends the process unless it is ignored.
            : ["sh", "-c", "trap '' XFSZ; shift; exec \"$@\"", "sh", folder];
    }

    private static string Mount => string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={Megabytes}m tmpfs \"$1\" && shift && ");

    /// <summary>What the silo is started with.</summary>
    public IReadOnlyList<string> Launcher { get; }

    public string Kind => _isMounted ? "a full file system" : "files that may not grow";

    /// <summary>The folder as the silo sees it.</summary>
    public string FolderOf(SiloProcess silo) => _isMounted ? $"/proc/{silo.Id}/root{_folder}" : _folder;

    /// <param name="left">Room that is left, in bytes: enough for a small write, too little for a large one.</param>
    public void Fill(SiloProcess silo, int left = 0)
    {
        if (!_isMounted)
        {
            var largest = Directory.GetFiles(_folder).Max(file => new FileInfo(file).Length);
            Limit(silo, (largest + left).ToString(CultureInfo.InvariantCulture));
            return;
        }

        using var filler = File.Create(Filler(silo), bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true) filler.Write(page);
        }
        catch (IOException)
        {
            filler.SetLength(filler.Length - left);
        }
    }

    public void Empty(SiloProcess silo)
    {
        if (_isMounted) File.Delete(Filler(silo));
        else Limit(silo, "unlimited");
    }

    private string Filler(SiloProcess silo) => Path.Combine(FolderOf(silo), "filler");

    private static void Limit(SiloProcess silo, string bytes)
    {
        if (!Run(["prlimit", $"--pid={silo.Id}", $"--fsize={bytes}:unlimited"])) throw new InvalidOperationException("The silo's files cannot be limited.");
    }

    private static bool Run(string[] words)
    {
        var start = new ProcessStartInfo(words[0]) { RedirectStandardError = true };
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
