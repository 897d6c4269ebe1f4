using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Which activations exist: at most one for each grain.</summary>
internal sealed class Catalog(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private long _born;

    public void Deliver(Call call)
    {
        var wait = default(SpinWait);
        while (true)
        {
            if (!_activations.TryGetValue(call.Target, out var activation))
            {
                if (!silo.TakesNewActivations) throw new SiloUnavailableException("The silo has not started, or is stopping.");
                activation = _activations.GetOrAdd(call.Target, New(call.Target));
            }

            if (activation.Turns.TryEnqueue(call)) return;
            wait.SpinOnce(); // it has closed and is about to leave the table
        }
    }

    public Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    public IReadOnlyList<Activation> All() => [.. _activations.Values.OrderBy(activation => activation.Sequence)];

    public void Remove(Activation gone) => _activations.TryRemove(KeyValuePair.Create(gone.GrainId, gone));

    /// <summary>Hands calls that came too late to the next activation, ahead of any that come after.</summary>
    public void Replace(Activation gone, List<Call> pending)
    {
        if (pending.Count == 0)
        {
            Remove(gone);
        }
        else if (!silo.TakesNewActivations)
        {
            Remove(gone);
            foreach (var call in pending) call.Fail(new SiloUnavailableException("The silo is stopping."));
        }
        else
        {
            var next = New(gone.GrainId);
            next.Turns.Inherit(pending, () => _activations[gone.GrainId] = next);
        }
    }

    private Activation New(GrainId id) => new(silo, id, silo.Grains.ClassOf(id.Type), Interlocked.Increment(ref _born));
}
