namespace Orleans.WhatsApp.Simulator;

/// <summary>The faults that are set. One that counts down goes before a permanent one; of two, the one set first.</summary>
public sealed class ProviderFaults
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>The next <paramref name="count"/> matching calls meet the fault.</summary>
    public void Next(int count, ProviderFault fault, ProviderOperation operation = ProviderOperation.Send, Func<ProviderCall, bool>? when = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        lock (_lock) _entries.Add(new Entry(fault, operation, when) { Left = count });
    }

    /// <summary>Each matching call meets the fault until <see cref="Clear"/>.</summary>
    public void Always(ProviderFault fault, ProviderOperation operation = ProviderOperation.Send, Func<ProviderCall, bool>? when = null)
    {
        lock (_lock) _entries.Add(new Entry(fault, operation, when));
    }

    public void Clear()
    {
        lock (_lock) _entries.Clear();
    }

    internal ProviderFault? Take(ProviderCall call)
    {
        lock (_lock)
        {
            var entry = _entries.Where(entry => entry.Meets(call)).OrderBy(entry => entry.Left is null).FirstOrDefault();
            if (entry?.Left is { } left && (entry.Left = left - 1) is 0) _entries.Remove(entry);
            return entry?.Fault;
        }
    }

    private sealed record Entry(ProviderFault Fault, ProviderOperation Operation, Func<ProviderCall, bool>? When)
    {
        public int? Left { get; set; }

        public bool Meets(ProviderCall call) => call.Operation == Operation && (When is null || When(call));
    }
}
