namespace Orleans.Runtime;

/// <summary>A token that is cancelled when the time is over, or when someone is in a hurry.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan limit, TimeProvider clock, CancellationToken hurry)
    {
        _time = new(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, hurry);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
