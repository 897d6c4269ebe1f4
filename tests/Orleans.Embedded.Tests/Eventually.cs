using System.Diagnostics;

namespace Orleans.Embedded.Tests;

/// <summary>Waits for a fact. The limit only ends a test that hangs; nothing is measured against it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task Holds(Func<bool> fact, string what)
    {
        for (var clock = Stopwatch.StartNew(); !fact(); await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System))
            Assert.True(clock.Elapsed < Limit, $"still waiting: {what}");
    }

    public static async Task Holds(Func<Task<bool>> fact, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await fact(); await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System))
            Assert.True(clock.Elapsed < Limit, $"still waiting: {what}");
    }

    public static Task Soon(this Task task) => task.WaitAsync(Limit, TimeProvider.System);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TimeProvider.System);
}
