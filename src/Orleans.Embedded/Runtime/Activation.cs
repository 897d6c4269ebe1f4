using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// One grain in memory: comes to life with its first call, takes one turn at a time, and goes.
/// All its fields are touched only from its own <see cref="TurnQueue"/>, except where noted.
/// </summary>
internal sealed class Activation : IGrainContext
{
    private enum Phase : byte { New, Activating, Valid, Deactivating, Gone }

    private readonly List<Call> _waiting = [];
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AsyncServiceScope _scope;
    private List<GrainTimer>? _timers;
    private List<IReadAtActivation>? _states;
    private Dictionary<Guid, Func<object?, Task>>? _streamHandlers;
    private Call? _blocking; // the first running call that others may not simply join
    private int _running;
    private bool _pumping;
    private bool _ending;
    private Phase _phase;
    private DeactivationReason _reason;
    private CancellationToken _hurry;
    private long _lastUse;
    private DateTimeOffset? _keepUntil;

    public Activation(Silo silo, GrainId id, GrainClass grainClass, long sequence)
    {
        Silo = silo;
        GrainId = id;
        Class = grainClass;
        Sequence = sequence;
        Turns = new(silo.Threads, this);
        _scope = silo.Services.CreateAsyncScope();
        _lastUse = silo.IdleClock.GetTimestamp();
    }

    public Silo Silo { get; }

    public GrainId GrainId { get; }

    public GrainClass Class { get; }

    /// <summary>Order of birth: whoever walks over all activations does it in this order, the same in every run of a seed.</summary>
    public long Sequence { get; }

    public TurnQueue Turns { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public Task Deactivated => _gone.Task;

    public static Activation Of(IGrainContext? context) => context as Activation
        ?? throw new InvalidOperationException("The grain was made outside of the runtime, so it has no activation.");

    public void Admit(Call call)
    {
        if (_phase == Phase.Valid && MayStart(call))
        {
            Start(call);
            return;
        }

        if (_phase == Phase.Gone) return; // a timer's tick that came too late
        _waiting.Add(call);
        if (_phase != Phase.New) return;
        _phase = Phase.Activating;
        Turns.RunNow(static self => _ = ((Activation)self!).Activate(), this);
    }

    public void Finished(Call call)
    {
        _running--;
        if (ReferenceEquals(_blocking, call)) _blocking = null;
        if (_phase == Phase.Valid) Pump();
        else if (_phase == Phase.Deactivating && _running == 0) EndAfterLastTurn();
    }

    public void Used(Call call)
    {
        if (call.CountsAsUse) Interlocked.Exchange(ref _lastUse, Silo.IdleClock.GetTimestamp());
    }

    /// <summary>What a failed turn means for the activation: state that no longer matches its store must be read again.</summary>
    public void Failed(Exception error)
    {
        if (error is not InconsistentStateException { IsSourceActivation: true } stale) return;
        stale.IsSourceActivation = false; // only the activation that wrote goes, not every caller up the chain
        Deactivate(new(DeactivationReasonCode.ApplicationError, error, "The state changed in the store behind this activation."));
    }

    // May be called from any thread.
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (RuntimeContext.Current == this) BeginEnd(deactivationReason, cancellationToken);
        else Turns.Enqueue(() => BeginEnd(deactivationReason, cancellationToken));
    }

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        var now = Silo.IdleClock.GetUtcNow();
        if (timeSpan == Timeout.InfiniteTimeSpan || timeSpan > DateTimeOffset.MaxValue - now) _keepUntil = DateTimeOffset.MaxValue;
        else if (timeSpan <= TimeSpan.Zero) _keepUntil = null;
        else _keepUntil = now + timeSpan;
    }

    // Called from any thread; the task completes when it is known whether the activation stays, and if not, when it is gone.
    public Task CollectIfIdle(TimeSpan age)
    {
        // Most activations are busy or fresh; only candidates are bothered with a work item.
        if (Class.KeepAlive || Silo.IdleClock.GetElapsedTime(Interlocked.Read(ref _lastUse)) < age) return Task.CompletedTask;
        var answer = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Turns.Enqueue(() =>
        {
            var idle = _phase == Phase.Valid && _running == 0 && _waiting.Count == 0
                && Silo.IdleClock.GetElapsedTime(_lastUse) >= age
                && (_keepUntil is not { } until || until <= Silo.IdleClock.GetUtcNow());
            if (idle) BeginEnd(new(DeactivationReasonCode.ActivationIdle, "The activation was idle for its collection age."), default);
            answer.SetResult(idle ? Deactivated : Task.CompletedTask);
        });
        return answer.Task.Unwrap();
    }

    public GrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        (_timers ??= []).Add(timer);
        timer.Arm();
        return timer;
    }

    public void Forget(GrainTimer timer) => _timers?.Remove(timer);

    public void ReadAtActivation(IReadAtActivation state) => (_states ??= []).Add(state);

    public void Handle(Guid subscription, Func<object?, Task>? handler)
    {
        if (handler is null) _streamHandlers?.Remove(subscription);
        else (_streamHandlers ??= [])[subscription] = handler;
    }

    public Func<object?, Task>? HandlerOf(Guid subscription) => _streamHandlers?.GetValueOrDefault(subscription);

    private bool MayStart(Call call) =>
        _blocking is null || call.AlwaysInterleaves || Class.Reentrant || (call.ReadOnly && _blocking.ReadOnly);

    private void Start(Call call)
    {
        if (call.Abandoned) return; // the caller has stopped waiting; Orleans drops expired requests too
        _running++;
        if (_blocking is null && !call.AlwaysInterleaves) _blocking = call;
        call.On = this;
        Turns.RunNow(static call => _ = ((Call)call!).Run(), call);
    }

    // The head goes first; behind it only what may interleave can overtake.
    private void Pump()
    {
        if (_pumping) return; // a turn that ended at once: the loop below goes on
        _pumping = true;
        for (var i = 0; _phase == Phase.Valid && i < _waiting.Count;)
        {
            var call = _waiting[i];
            if (!MayStart(call))
            {
                i++;
                continue;
            }

            _waiting.RemoveAt(i);
            Start(call);
            i = 0;
        }

        _pumping = false;
        if (_phase == Phase.Deactivating && _running == 0) EndAfterLastTurn();
    }

    private async Task Activate()
    {
        try
        {
            using var limit = Silo.Limit(Silo.Collection.ActivationTimeout);
            GrainInstance = Class.Make(this);
            foreach (var state in _states ?? []) await state.Read(limit.Token);
            if (GrainInstance is IGrainBase grain) await grain.OnActivateAsync(limit.Token);
        }
        catch (Exception error)
        {
            Silo.Log.ActivationFailed(error, GrainId);
            StopTimers();
            _phase = Phase.Gone;
            var refused = Turns.Close();
            Silo.Catalog.Remove(this);
            foreach (var call in _waiting.Concat(refused)) call.Fail(error);
            await DisposeInstance();
            _gone.SetResult();
            return;
        }

        _lastUse = Silo.IdleClock.GetTimestamp();
        if (_phase != Phase.Activating) // it asked to go while it was coming
        {
            EndAfterLastTurn();
            return;
        }

        _phase = Phase.Valid;
        Pump();
    }

    private void BeginEnd(DeactivationReason reason, CancellationToken hurry)
    {
        if (_phase is Phase.Deactivating or Phase.Gone) return;
        var (was, alone) = (_phase, _running == 0 && !_pumping);
        _reason = reason;
        _hurry = hurry;
        _phase = Phase.Deactivating;
        if (was == Phase.Valid && alone) Turns.Enqueue(EndAfterLastTurn);
        else if (was == Phase.New) Leave();
    }

    private void EndAfterLastTurn()
    {
        if (_ending) return;
        _ending = true;
        Turns.RunNow(static self => _ = ((Activation)self!).End(), this);
    }

    private async Task End()
    {
        StopTimers();
        try
        {
            using var limit = Silo.Limit(Silo.Collection.DeactivationTimeout, _hurry);
            if (GrainInstance is IGrainBase grain)
                await grain.OnDeactivateAsync(_reason, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception error)
        {
            Silo.Log.DeactivationFailed(error, GrainId);
        }

        await DisposeInstance();
        Leave();
    }

    private void Leave()
    {
        _phase = Phase.Gone;
        var late = Turns.Close();
        Silo.Catalog.Replace(this, [.. _waiting.Concat(late).Where(call => !call.Local)]);
        _waiting.Clear();
        _gone.TrySetResult();
    }

    private void StopTimers()
    {
        foreach (var timer in _timers?.ToArray() ?? []) timer.Dispose();
    }

    private async Task DisposeInstance()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable later) await later.DisposeAsync();
            else if (GrainInstance is IDisposable now) now.Dispose();
            await _scope.DisposeAsync();
        }
        catch (Exception error)
        {
            Silo.Log.DeactivationFailed(error, GrainId);
        }
    }
}

/// <summary>Something that must be in memory before the grain's own activation code runs.</summary>
internal interface IReadAtActivation
{
    Task Read(CancellationToken stop);
}
