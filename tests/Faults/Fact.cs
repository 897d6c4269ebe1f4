using System.Data.Common;
using System.Diagnostics;

namespace Orleans.WhatsApp.Faults;

/// <summary>Waiting for what must come true, never for a duration.</summary>
internal static class Fact
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it took; the failure says what was waited for and what was seen last.</summary>
    /// <param name="seen">What is still wrong; empty once it is true.</param>
    public static async Task<TimeSpan> Comes(string what, Func<Task<string>> seen, TimeSpan? patience = null)
    {
        var since = Stopwatch.StartNew();
        var last = "";
        while (since.Elapsed < (patience ?? TimeSpan.FromSeconds(90)))
        {
            try
            {
                last = await seen();
                if (last.Length == 0) return since.Elapsed;
            }
            catch (Exception cause) when (cause is HttpRequestException or TaskCanceledException or DbException or KeyNotFoundException)
            {
                last = cause.Message;
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException($"Waited {since.Elapsed.TotalSeconds:0} s for {what}; seen last: {last}");
    }

    public static Task<TimeSpan> Comes(string what, Func<bool> fact, Func<string>? seen = null, TimeSpan? patience = null) =>
        Comes(what, () => Task.FromResult(fact() ? "" : seen?.Invoke() is { Length: > 0 } words ? words : "not yet"), patience);

    /// <summary>Comes true and stays so: what was to come after all would have come.</summary>
    public static Task<TimeSpan> Stays(string what, Func<Task<string>> seen, TimeSpan? patience = null)
    {
        var quiet = 0;
        return Comes(what, async () =>
        {
            var wrong = await seen();
            quiet = wrong.Length == 0 ? quiet + 1 : 0;
            return wrong.Length > 0 ? wrong : quiet >= 15 ? "" : "not for long enough";
        }, patience);
    }
}
