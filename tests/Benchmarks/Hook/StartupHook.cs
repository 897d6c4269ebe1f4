using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// What .NET runs first in a process whose DOTNET_STARTUP_HOOKS names this assembly: there, SIGUSR1 collects all garbage and writes down how many bytes are left.
/// So a silo is measured from outside as it is, without a door of its own for that. The name and the place outside of any namespace are .NET's.
/// </summary>
internal static class StartupHook
{
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    /// <summary>The file that is written.</summary>
    public const string FileVariable = "BENCHMARK_HEAP_FILE";

    private const PosixSignal User1 = (PosixSignal)10;
    private static PosixSignalRegistration? _registration;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file) return;
        _registration = PosixSignalRegistration.Create(User1, context =>
        {
            context.Cancel = true;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            File.WriteAllText(file + ".new", GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
            File.Move(file + ".new", file, overwrite: true);
        });
    }
}
