namespace Orleans.WhatsApp.Simulator;

/// <summary>Tells whoever waits for a fact that something in the world has changed.</summary>
internal sealed class Changes
{
    private TaskCompletionSource _next = New();

    public void Happened() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Looks at once and again after each change. The patience is real time: a stopped simulated clock must not hang a test.</summary>
    public async Task<T> WaitFor<T>(Func<T?> fact, string what, Func<string>? seen, TimeSpan patience, CancellationToken stop)
        where T : class
    {
        using var impatient = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(impatient.Token, stop);
        while (true)
        {
            // Taken before looking: a change between the look and the wait must not be missed.
            var next = Volatile.Read(ref _next).Task;
            if (fact() is { } answer) return answer;
            try
            {
                await next.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (impatient.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                throw new FactNeverCameTrueException($"Waited {patience.TotalSeconds:0.#} s for {what}. Seen: {seen?.Invoke() ?? "nothing to show"}.");
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
