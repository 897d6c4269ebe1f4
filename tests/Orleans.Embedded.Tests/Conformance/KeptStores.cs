using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Conformance;

/// <summary>Grain storage that outlives the silo, as a database would.</summary>
internal sealed class KeptStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (int Version, string Json)> _rows = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = _rows.TryGetValue($"{grainId}/{stateName}", out var row);
        grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize<T>(row.Json) : Activator.CreateInstance<T>();
        grainState.ETag = grainState.RecordExists ? row.Version.ToString(CultureInfo.InvariantCulture) : null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = $"{grainId}/{stateName}";
        var stored = _rows.TryGetValue(key, out var row) ? row.Version.ToString(CultureInfo.InvariantCulture) : null;
        if (stored != grainState.ETag) throw new InconsistentStateException("changed", stored, grainState.ETag);
        _rows[key] = (row.Version + 1, JsonSerializer.Serialize(grainState.State));
        grainState.ETag = (row.Version + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove($"{grainId}/{stateName}", out _);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    /// <summary>Somebody else writes: the version moves on.</summary>
    public void ChangeBehindTheBack(GrainId grain, string stateName, object state) =>
        _rows.AddOrUpdate(
            $"{grain}/{stateName}",
            _ => (1, JsonSerializer.Serialize(state)),
            (_, row) => (row.Version + 1, JsonSerializer.Serialize(state)));
}

/// <summary>A reminder table that outlives the silo.</summary>
internal sealed class KeptReminders : IReminderTable
{
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), ReminderEntry> _rows = new();
    private int _version;

    public int Count => _rows.Count;

    public Task<ReminderTableData> ReadRows(GrainId grainId) =>
        Task.FromResult(new ReminderTableData(_rows.Values.Where(row => row.GrainId == grainId)));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData(_rows.Values.Where(row =>
    {
        var hash = row.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    })));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        var tag = Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
        _rows[(entry.GrainId, entry.ReminderName)] = new()
        {
            GrainId = entry.GrainId, ReminderName = entry.ReminderName, StartAt = entry.StartAt, Period = entry.Period, ETag = tag,
        };
        return Task.FromResult<string?>(tag);
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        Task.FromResult(_rows.TryGetValue((grainId, reminderName), out var row) && row.ETag == eTag
            && _rows.TryRemove((grainId, reminderName), out _));

    public Task TestOnlyClearTable()
    {
        _rows.Clear();
        return Task.CompletedTask;
    }
}
