using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Reminders;

namespace Orleans.Runtime;

/// <summary>Wakes grains at the times kept in the reminder table: read once at the start, kept in step by every change.</summary>
internal sealed class ReminderService
{
    private readonly Silo _silo;
    private readonly IReminderTable? _table;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _shortest;
    private readonly TurnQueue _turns;
    private readonly Lock _lock = new();
    private readonly Dictionary<(GrainId Grain, string Name), Schedule> _schedules = [];
    private readonly PriorityQueue<Schedule, (DateTime Due, long Order)> _upcoming = new();
    private long _order;
    private ITimer? _alarm;

    public ReminderService(Silo silo)
    {
        _silo = silo;
        _turns = new(silo.Threads, owner: null);
        _table = silo.Services.GetService<IReminderTable>();
        _clock = silo.Services.GetClock(ReminderTimeProviderNames.Reminders);
        _shortest = silo.Services.GetRequiredService<IOptions<ReminderOptions>>().Value.MinimumReminderPeriod;
    }

    private static TimeSpan Never => Timeout.InfiniteTimeSpan;

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public async Task Start(CancellationToken stop)
    {
        if (_table is null) return;
        using (ExecutionContext.SuppressFlow())
            _alarm = _clock.CreateTimer(static self => ((ReminderService)self!).Ring(), this, Never, Never);
        await _table.StartAsync(stop);
        foreach (var entry in (await _table.ReadRows(0, 0)).Reminders) Set(entry);
    }

    public async Task Stop(CancellationToken stop)
    {
        Kill();
        if (_table is not null) await _table.StopAsync(stop);
    }

    public void Kill()
    {
        lock (_lock)
        {
            _alarm?.Dispose();
            _alarm = null;
            _schedules.Clear();
            _upcoming.Clear();
        }
    }

    public async Task<IGrainReminder> Register(GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        if (period < _shortest)
            throw new ArgumentException($"A period of {period} is shorter than the shortest allowed, {_shortest}.", nameof(period));
        var entry = new ReminderEntry { GrainId = grain, ReminderName = name, StartAt = Now + dueTime, Period = period };
        entry.ETag = await Table().UpsertRow(entry) ?? throw new ReminderException($"Could not store reminder {name} of {grain}.");
        Set(entry);
        return Shown(entry);
    }

    public async Task Unregister(IGrainReminder reminder)
    {
        var stored = (StoredReminder)reminder;
        if (!await Table().RemoveRow(stored.Grain, stored.ReminderName, stored.ETag))
            throw new ReminderException($"Could not unregister {stored.ReminderName} of {stored.Grain}: it has changed since it was read.");
        lock (_lock) _schedules.Remove((stored.Grain, stored.ReminderName));
    }

    public async Task<IGrainReminder?> Find(GrainId grain, string name) =>
        await Table().ReadRow(grain, name) is { } entry ? Shown(entry) : null;

    public async Task<List<IGrainReminder>> FindAll(GrainId grain) => [.. (await Table().ReadRows(grain)).Reminders.Select(Shown)];

    private static IGrainReminder Shown(ReminderEntry entry) => new StoredReminder(entry.GrainId, entry.ReminderName, entry.ETag!);

    private IReminderTable Table() => _table ?? throw new InvalidOperationException(
        "The reminder service is not registered. Use UseInMemoryReminderService, or AddReminders with an IReminderTable of your own.");

    private void Set(ReminderEntry entry)
    {
        lock (_lock)
        {
            var schedule = new Schedule(entry);
            _schedules[(entry.GrainId, entry.ReminderName)] = schedule;
            Queue(schedule);
        }
    }

    private void Queue(Schedule schedule)
    {
        var due = schedule.NextAfter(Now);
        _upcoming.Enqueue(schedule, (due, _order++));
        if (_upcoming.Peek() == schedule) Arm(due);
    }

    private void Arm(DateTime due)
    {
        var wait = due - Now;
        // A timer cannot wait longer than about 49 days; waking early and finding nothing due is harmless.
        var longest = TimeSpan.FromDays(30);
        _alarm?.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait, Timeout.InfiniteTimeSpan);
    }

    private void Ring()
    {
        lock (_lock)
        {
            while (_upcoming.TryPeek(out var schedule, out var at))
            {
                var replaced = _schedules.GetValueOrDefault((schedule.Entry.GrainId, schedule.Entry.ReminderName)) != schedule;
                if (!replaced && at.Due > Now)
                {
                    Arm(at.Due);
                    return;
                }

                _upcoming.Dequeue();
                if (!replaced) _turns.Enqueue(() => _ = Tick(schedule));
            }
        }
    }

    // The next tick is planned when this one has ended, so a slow grain misses ticks and never has two at once.
    private async Task Tick(Schedule schedule)
    {
        var entry = schedule.Entry;
        try
        {
            await _silo.GrainFactory.GetGrain<IRemindable>(entry.GrainId)
                .ReceiveReminder(entry.ReminderName, new TickStatus(entry.StartAt, entry.Period, Now));
        }
        catch (Exception error)
        {
            _silo.Log.ReminderFailed(error, entry.GrainId, entry.ReminderName);
        }

        lock (_lock)
        {
            if (_schedules.GetValueOrDefault((entry.GrainId, entry.ReminderName)) == schedule) Queue(schedule);
        }
    }

    private sealed class Schedule(ReminderEntry entry)
    {
        public ReminderEntry Entry => entry;

        // As Orleans counts: ticks stay on the grid of the first one, and one that is long past waits for its next place.
        public DateTime NextAfter(DateTime now)
        {
            if (now < entry.StartAt) return entry.StartAt;
            var period = Math.Max(entry.Period.Ticks, 1);
            return entry.StartAt.AddTicks(((now - entry.StartAt).Ticks / period + 1) * period);
        }
    }
}
