using System.Diagnostics;

namespace Orleans.WhatsApp.Cluster;

/// <summary>Waiting for what must come true, never for a duration.</summary>
internal static class Fact
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it took; the failure says what was waited for and what was seen last.</summary>
    /// <param name="seen">What to show where it does not come true.</param>
    public static async Task<TimeSpan> Comes(string what, Func<Task<bool>> fact, Func<string>? seen = null, TimeSpan? patience = null)
    {
        var since = Stopwatch.StartNew();
        Exception? last = null;
        while (since.Elapsed < (patience ?? Patience))
        {
            try
            {
                if (await fact()) return since.Elapsed;
                last = null;
            }
            catch (Exception cause) when (cause is HttpRequestException or TaskCanceledException or Npgsql.NpgsqlException or KeyNotFoundException)
            {
                last = cause;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        throw new TimeoutException($"Waited {since.Elapsed.TotalSeconds:0} s for {what}. {seen?.Invoke()} {last?.Message}");
    }

    public static Task<TimeSpan> Comes(string what, Func<bool> fact, Func<string>? seen = null, TimeSpan? patience = null) =>
        Comes(what, () => Task.FromResult(fact()), seen, patience);
}
