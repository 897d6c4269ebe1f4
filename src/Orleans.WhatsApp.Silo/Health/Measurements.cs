using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orleans.WhatsApp.Silo.Health;

/// <summary>Listens to the product's own meters and keeps their sums, so that they can be read at any time.</summary>
internal sealed class Measurements : IDisposable
{
    private const string MeterPrefix = "Orleans.WhatsApp";

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    public Measurements(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Meters of another host in the same process are not ours to show.
            var isOurs = instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal)
                && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, meters));
            if (isOurs) listener.EnableMeasurementEvents(instrument,
                _series.GetOrAdd(Prometheus.NameOf(instrument), _ => new Series(instrument)));
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, series) => ((Series)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, series) => ((Series)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, series) => ((Series)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, series) => ((Series)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, series) => ((Series)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, series) => ((Series)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, series) => ((Series)series!).Record((double)value, tags));
        _listener.Start();
    }

    /// <summary>Every series by its Prometheus name, observable ones as they are now.</summary>
    public IReadOnlyList<KeyValuePair<string, Series>> Read()
    {
        lock (_reading)
        {
            foreach (var series in _series.Values) series.BeginReading();
            _listener.RecordObservableInstruments();
            return [.. _series.OrderBy(one => one.Key, StringComparer.Ordinal)];
        }
    }

    public void Dispose() => _listener.Dispose();
}
