using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Conformance;

public interface ICallGrain : IGrainWithStringKey
{
    Task<int> Activations();

    Task Say(string entry);

    Task Hold(string gate);

    [AlwaysInterleave]
    Task<string> Interleave(string entry);

    [ReadOnly]
    Task HoldReading(string gate);

    [OneWay]
    Task OneWay(string gate);

    Task Throw(string message);

    Task<string> Chain(ICallGrain next, string entry);

    Task CallBackDetached(string gate, ICallGrain witness);

    Task LeaveDetached(int loops);

    Task<int> Detached();

    Task Go();

    Task GoAndHold(string gate);

    Task<string> Ambient();

    Task<ICallGrain> Self();

    Task<string> SelfRaw(ICallGrain other);

    Task Take(ICallGrain other);

    Task<bool> Cancellable(CancellationToken stop);

    ValueTask<int> Double(int value);
}

[GrainType("call")]
public sealed class CallGrain(Journal journal) : Grain, ICallGrain
{
    public static readonly AsyncLocal<string?> Mark = new();

    private int _detached;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"{Key} on");
        if (Key.StartsWith("broken", StringComparison.Ordinal) && journal.Count($"{Key} on") == 1) throw new InvalidDataException("not today");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"{Key} off: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> Activations() => Task.FromResult(journal.Count($"{Key} on"));

    public Task Say(string entry)
    {
        journal.Write(entry);
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        journal.Write($"{gate} in");
        await journal.Pass(gate);
        journal.Write($"{gate} out");
    }

    public Task<string> Interleave(string entry)
    {
        journal.Write(entry);
        return Task.FromResult(entry);
    }

    public Task HoldReading(string gate) => Hold(gate);

    public Task OneWay(string gate) => Hold(gate);

    public async Task Throw(string message)
    {
        await Task.Yield();
        throw new InvalidDataException(message);
    }

    public async Task<string> Chain(ICallGrain next, string entry)
    {
        await next.Say(entry);
        return next.GetPrimaryKeyString();
    }

    public Task CallBackDetached(string gate, ICallGrain witness)
    {
        _ = Later();
        return Task.CompletedTask;

        async Task Later()
        {
            await journal.Pass(gate);
            await this.AsReference<ICallGrain>().Say($"{gate} self");
            await witness.Say($"{gate} witness");
        }
    }

    // Unsynchronised on purpose: only a scheduler that never runs two pieces of one grain at once gets the sum right.
    public Task LeaveDetached(int loops)
    {
        _ = Loop();
        _ = Loop();
        return Task.CompletedTask;

        async Task Loop()
        {
            for (var i = 0; i < loops; i++)
            {
                var before = _detached;
                Thread.SpinWait(50);
                _detached = before + 1;
                await Task.Yield();
            }
        }
    }

    public Task<int> Detached() => Task.FromResult(_detached);

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task GoAndHold(string gate)
    {
        DeactivateOnIdle();
        await Hold(gate);
    }

    public Task<string> Ambient() => Task.FromResult(Mark.Value ?? "none");

    public Task<ICallGrain> Self() => Task.FromResult(this.AsReference<ICallGrain>());

    public async Task<string> SelfRaw(ICallGrain other)
    {
        try
        {
            await other.Take(this);
            return "accepted";
        }
        catch (Exception error)
        {
            return error.Message;
        }
    }

    public Task Take(ICallGrain other) => Task.CompletedTask;

    public async Task<bool> Cancellable(CancellationToken stop)
    {
        journal.Write("cancellable in");
        var stopped = new TaskCompletionSource();
        await using var _ = stop.Register(stopped.SetResult);
        await stopped.Task;
        await journal.Pass("late");
        journal.Write("cancellable out");
        return stop.IsCancellationRequested;
    }

    public ValueTask<int> Double(int value) => ValueTask.FromResult(2 * value);
}

public interface IReentrantGrain : IGrainWithStringKey
{
    Task Hold(string gate);

    Task Say(string entry);
}

[Reentrant]
public sealed class ReentrantGrain(Journal journal) : Grain, IReentrantGrain
{
    public Task Hold(string gate)
    {
        journal.Write($"{gate} in");
        return journal.Pass(gate);
    }

    public Task Say(string entry)
    {
        journal.Write(entry);
        return Task.CompletedTask;
    }
}

public interface IKeptAliveGrain : IGrainWithStringKey
{
    Task<int> Calls();
}

[KeepAlive]
public sealed class KeptAliveGrain : Grain, IKeptAliveGrain
{
    private int _calls;

    public Task<int> Calls() => Task.FromResult(++_calls);
}

public interface IPocoGrain : IGrainWithStringKey
{
    Task<string> Key();
}

public sealed class PocoGrain(IGrainContext context) : IGrainBase, IPocoGrain
{
    public IGrainContext GrainContext => context;

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());
}
