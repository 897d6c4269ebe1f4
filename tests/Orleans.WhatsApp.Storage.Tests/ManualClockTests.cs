using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Storage.Tests;

public sealed class ManualClockTests
{
    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        var clock = new ManualClock();
        var start = clock.GetUtcNow();
        var fired = new List<(string, double)>();
        void Note(object? name) => fired.Add(((string)name!, (clock.GetUtcNow() - start).TotalSeconds));
        using var late = clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var never = clock.CreateTimer(Note, "never", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([("often", 2), ("often", 4), ("late", 5), ("often", 6)], fired);
        Assert.Equal(start.AddSeconds(6), clock.GetUtcNow());
        Assert.Equal(1, clock.Timers);
    }

    [Fact]
    public async Task Delays_and_cancellations_follow_the_clock()
    {
        var clock = new ManualClock();
        var delay = Task.Delay(TimeSpan.FromSeconds(10), clock);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20), clock);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
        Assert.False(stop.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(stop.IsCancellationRequested);
    }

    [Fact]
    public void A_timer_that_is_changed_or_disposed_keeps_to_it()
    {
        var clock = new ManualClock();
        var fired = 0;
        var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan));

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, fired);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
        timer.Dispose();
        Assert.False(timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, fired);
    }
}
