namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>
/// Starts work that outlives the grain call it began in. Without this its continuations would stay on the grain's scheduler, interleave with the grain's
/// turns and stop with its activation, and its calls back into the grain would carry the first call's context and pass for a part of it.
/// </summary>
internal static class OffTurn
{
    public static Task Start(Func<Task> work) => Start(async () =>
    {
        await work();
        return true;
    });

    public static Task<T> Start<T>(Func<Task<T>> work)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Task.Run(work);
        using (ExecutionContext.SuppressFlow()) return Task.Run(work);
    }
}
