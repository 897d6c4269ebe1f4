namespace Orleans.Runtime;

/// <summary>A call of an interface method; <typeparamref name="T"/> is what it answers, <see cref="Nothing"/> for a plain task.</summary>
internal sealed class MethodCall<T>(GrainId target, GrainMethod method, object?[] arguments) : Call(target)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _cancellation;

    public Task<T> Answer => _answer.Task;

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

    protected override async Task Invoke(object grain)
    {
        T answer;
        switch (method.Invoke(grain, arguments))
        {
            case Task<T> task: answer = await task; break;
            case ValueTask<T> task: answer = await task; break;
            case Task task: await task; answer = default!; break;
            case ValueTask task: await task; answer = default!; break;
            default: throw new InvalidOperationException($"{method.Name} returned no task.");
        }

        answer = (T)method.CopyAnswer(answer)!;
        Stripe?.Remove(this);
        _cancellation.Unregister();
        _answer.TrySetResult(answer);
    }
}

/// <summary>What a method answers that only promises to finish.</summary>
internal sealed class Nothing;
