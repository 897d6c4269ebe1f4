namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>What a socket's answer causes runs where the answer was noticed: the load costs the machine a third less than by way of the thread pool.</summary>
internal static class InlineSockets
{
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Before the first socket of the process.</summary>
    public static void Use() => Environment.SetEnvironmentVariable(Variable, "1");
}
