using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Conformance;

public interface IReminderGrain : IGrainWithStringKey
{
    Task Register(string name, TimeSpan due, TimeSpan period);

    Task<bool> Unregister(string name);

    Task<List<string>> Names();

    Task Ping();
}

[GrainType("reminder")]
public sealed class ReminderGrain(Journal journal) : Grain, IReminderGrain, IRemindable
{
    public Task Register(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task<bool> Unregister(string name)
    {
        if (await this.GetReminder(name) is not { } reminder) return false;
        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<List<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task Ping() => Task.CompletedTask;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Write($"{this.GetPrimaryKeyString()} {reminderName}");
        return reminderName == "broken" ? throw new InvalidDataException("a tick may fail") : Task.CompletedTask;
    }
}

public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private TestCluster _test = null!;

    private IReminderGrain Grain => _test.Grains.GetGrain<IReminderGrain>("a");

    private Journal Journal => _test.Journal;

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_reminder_wakes_a_grain_that_was_collected()
    {
        await Grain.Register("wake", 5 * Minute, Minute);
        await _test.CollectIdle().Soon();
        await Until("a wake", 1);
    }

    [Fact]
    public async Task A_reminder_ticks_until_it_is_unregistered()
    {
        await Grain.Register("wake", Minute, Minute);
        await Until("a wake", 3);
        Assert.True(await Grain.Unregister("wake"));
        Assert.False(await Grain.Unregister("wake"));
        Assert.Empty(await Grain.Names());
        var before = Journal.Count("a wake");
        for (var i = 0; i < 5; i++) _test.Clock.Advance(Minute);
        await Grain.Ping().Soon();
        Assert.Equal(before, Journal.Count("a wake"));
    }

    [Fact]
    public async Task A_reminder_survives_a_restart_and_a_crash()
    {
        await Grain.Register("wake", 5 * Minute, 2 * Minute);
        await _test.Restart();
        await Until("a wake", 1);
        await _test.Crash();
        var before = Journal.Count("a wake");
        await Until("a wake", before + 1);
        Assert.Equal(["wake"], await Grain.Names());
    }

    [Fact]
    public async Task Registering_a_name_again_replaces_its_times()
    {
        await Grain.Register("wake", 2 * Minute, Minute);
        await Grain.Register("wake", 60 * Minute, Minute);
        for (var i = 0; i < 10; i++) _test.Clock.Advance(Minute);
        await Grain.Ping().Soon();
        Assert.Equal(0, Journal.Count("a wake"));
        Assert.Equal(1, _test.Reminders.Count);
    }

    [Fact]
    public async Task A_failed_tick_is_followed_by_the_next()
    {
        await Grain.Register("broken", Minute, Minute);
        await Until("a broken", 2);
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Grain.Register("wake", Minute, TimeSpan.FromSeconds(1)).Soon());

    // Moves the clock in steps, because the next tick is planned only when the last has ended.
    private Task Until(string entry, int times) => Eventually.Holds(
        async () =>
        {
            if (Journal.Count(entry) >= times) return true;
            _test.Clock.Advance(Minute / 2);
            await Grain.Names();
            return Journal.Count(entry) >= times;
        },
        $"{entry} {times} times");
}
