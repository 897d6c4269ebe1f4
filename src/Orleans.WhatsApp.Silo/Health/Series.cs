using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orleans.WhatsApp.Silo.Health;

internal enum SeriesKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One instrument's values by their tags.</summary>
internal sealed class Series
{
    /// <summary>
    /// More combinations of tags than this go into one: a tag that grows without bound must not take the process with it.
    /// </summary>
    private const int MostCombinations = 200;
    private const string Overflow = "overflow=\"true\"";
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>An instrument that is measured with each webhook has few combinations; to find one among these makes no text of it.</summary>
    private const int MostFoundByTags = 16;

    private readonly ConcurrentDictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private readonly bool _adds;
    private readonly bool _isObserved;
    private volatile (KeyValuePair<string, object?>[] Tags, Cell Cell)[] _foundByTags = [];

    public Series(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        Kind = type switch
        {
            _ when type.StartsWith("Histogram", StringComparison.Ordinal) => SeriesKind.Histogram,
            _ when Prometheus.IsCounter(instrument) => SeriesKind.Counter,
            _ => SeriesKind.Gauge,
        };
        _isObserved = instrument.IsObservable;
        _adds = !_isObserved && !type.StartsWith("Gauge", StringComparison.Ordinal);
        Description = instrument.Description ?? "";
        Bounds = Kind != SeriesKind.Histogram ? [] : instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised],
            Histogram<long> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
            Histogram<int> { Advice.HistogramBucketBoundaries: { } advised } => [.. advised.Select(bound => (double)bound)],
            _ => UsualBounds,
        };
    }

    public SeriesKind Kind { get; }

    public string Description { get; }

    public IReadOnlyList<double> Bounds { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (known, cell) in _foundByTags)
        {
            if (!AreSame(known, tags)) continue;
            cell.Record(value, _adds, Bounds);
            return;
        }

        FindByText(tags).Record(value, _adds, Bounds);
    }

    private Cell FindByText(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Prometheus.Labels(tags);
        if (!_cells.TryGetValue(labels, out var cell))
            cell = _cells.GetOrAdd(_cells.Count < MostCombinations ? labels : Overflow, _ => new Cell(Bounds.Count));
        // Of two that come at once one is lost, and found by its text again.
        if (!_isObserved && _foundByTags is { Length: < MostFoundByTags } known) _foundByTags = [.. known, (tags.ToArray(), cell)];
        return cell;
    }

    private static bool AreSame(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length) return false;
        for (var i = 0; i < known.Length; i++)
            if (known[i].Key != tags[i].Key || !Equals(known[i].Value, tags[i].Value)) return false;
        return true;
    }

    /// <summary>An observed series is said anew at each reading; what is not said any more is gone.</summary>
    public void BeginReading()
    {
        if (_isObserved) _cells.Clear();
    }

    public IEnumerable<KeyValuePair<string, CellValue>> Values() =>
        _cells.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => KeyValuePair.Create(cell.Key, cell.Value.Read()));

    private sealed class Cell(int bounds)
    {
        private readonly Lock _lock = new();
        private readonly long[] _buckets = new long[bounds];
        private double _sum;
        private long _count;

        public void Record(double value, bool adds, IReadOnlyList<double> bounds)
        {
            lock (_lock)
            {
                _sum = adds ? _sum + value : value;
                _count++;
                for (var i = 0; i < bounds.Count; i++)
                    if (value <= bounds[i]) _buckets[i]++;
            }
        }

        public CellValue Read()
        {
            lock (_lock) return new CellValue(_sum, _count, [.. _buckets]);
        }
    }
}

/// <param name="Sum">The value of a counter or gauge, the sum of a histogram.</param>
/// <param name="Buckets">How many were at most each bound.</param>
internal sealed record CellValue(double Sum, long Count, IReadOnlyList<long> Buckets);
