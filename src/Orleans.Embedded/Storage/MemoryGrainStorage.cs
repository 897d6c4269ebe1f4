using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Grain storage that dies with the silo. It keeps bytes, so that a state that cannot be stored fails here too.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), (long Version, byte[] Bytes)> _rows = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId), out var row))
        {
            grainState.State = StoredJson.Read<T>(row.Bytes);
            grainState.ETag = Tag(row.Version);
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = FreshState.Of<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var next = (Version: Interlocked.Increment(ref _version), Bytes: StoredJson.Write(grainState.State));
        var written = _rows.TryGetValue(key, out var row)
            ? Tag(row.Version) == grainState.ETag && _rows.TryUpdate(key, next, row)
            : grainState.ETag is null && _rows.TryAdd(key, next);
        if (!written) throw Stale(stateName, grainId, row.Version, grainState.ETag);
        grainState.ETag = Tag(next.Version);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_rows.TryGetValue(key, out var row) && (Tag(row.Version) != grainState.ETag || !_rows.TryRemove(KeyValuePair.Create(key, row))))
            throw Stale(stateName, grainId, row.Version, grainState.ETag);
        grainState.State = FreshState.Of<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static InconsistentStateException Stale(string stateName, GrainId grain, long stored, string? current) =>
        new($"State '{stateName}' of {grain} has changed since it was read.", stored == 0 ? null : Tag(stored), current);
}
