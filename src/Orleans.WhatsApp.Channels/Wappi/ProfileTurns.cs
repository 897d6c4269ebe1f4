namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>
/// One call at a time for each profile: clients that asked the same thing twice at once were seen to get each other's answers. Whoever comes waits in
/// order. A profile is remembered only while somebody is there.
/// </summary>
internal sealed class ProfileTurns(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = [];

    /// <summary>How many profiles are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _lines.Count;
        }
    }

    /// <summary>Dispose of it to let the next one in; null if the turn did not come in time.</summary>
    public async Task<IDisposable?> Enter(string profile, TimeSpan patience, CancellationToken stop)
    {
        var line = Join(profile);
        using var limit = new CancellationTokenSource(patience, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await line.Door.WaitAsync(ends.Token);
            return new Turn(this, profile, line);
        }
        catch (OperationCanceledException)
        {
            Leave(profile, line);
            return null;
        }
    }

    private Line Join(string profile)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(profile, out var line)) _lines[profile] = line = new Line();
            line.People++;
            return line;
        }
    }

    private void Leave(string profile, Line line)
    {
        lock (_lock)
        {
            if (--line.People > 0) return;
            _lines.Remove(profile);
            line.Door.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Door { get; } = new(1);

        public int People { get; set; }
    }

    private sealed class Turn(ProfileTurns turns, string profile, Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Door.Release();
            turns.Leave(profile, line);
        }
    }
}
