namespace Orleans.Runtime;

/// <summary>A call of an interface method; <typeparamref name="T"/> is what it answers, <see cref="Nothing"/> for a plain task.</summary>
internal sealed class MethodCall<T>(GrainId target, GrainMethod method, object?[] arguments, TaskCreationOptions answers) : Call(target)
{
    private readonly TaskCompletionSource<T> _answer = new(answers);

    private CancellationTokenRegistration _cancellation;
    private T _result = default!;

    public Task<T> Task => _answer.Task;

    public override bool AlwaysInterleaves => method.AlwaysInterleaves;

    public override bool ReadOnly => method.ReadOnly;

    public override bool Abandoned => _answer.Task.IsCompleted;

    public override string Name => method.Name;

    /// <summary>As on Orleans, the caller does not wait for the callee to notice; a turn that has not started never does.</summary>
    public void CancelWith(CancellationToken stop) =>
        _cancellation = stop.UnsafeRegister(static (call, stop) => ((MethodCall<T>)call!).Fail(new OperationCanceledException(stop)), this);

    public override void Fail(Exception error)
    {
        Stripe?.Remove(this);
        _cancellation.Unregister();
        if (!_answer.TrySetException(error) || !method.OneWay) return;
        _ = _answer.Task.Exception; // nobody else will look at it
        On?.Silo.Log.OneWayFailed(error, method.Name, Target);
    }

    protected override async System.Threading.Tasks.Task Invoke(object grain)
    {
        switch (method.Invoke(grain, arguments))
        {
            case Task<T> task: _result = await task; break;
            case ValueTask<T> task: _result = await task; break;
            case System.Threading.Tasks.Task task: await task; break;
            case ValueTask task: await task; break;
            default: throw new InvalidOperationException($"{method.Name} returned no task.");
        }

        _result = (T)method.CopyAnswer(_result)!;
    }

    protected override void Answer()
    {
        Stripe?.Remove(this);
        _cancellation.Unregister();
        _answer.TrySetResult(_result);
    }
}

/// <summary>What a method answers that only promises to finish.</summary>
internal sealed class Nothing;
