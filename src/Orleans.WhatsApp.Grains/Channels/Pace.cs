namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>A token bucket that never drops: whoever comes to an empty one is told how long to wait, in order. It starts empty, since nobody knows what the process before has sent.</summary>
internal sealed class Pace(PaceRule rule, DateTimeOffset now)
{
    private readonly TimeSpan _saved = rule.Every * (rule.Burst - 1);
    private DateTimeOffset _nextFree = now;

    public TimeSpan Reserve(DateTimeOffset now)
    {
        var place = _nextFree > now - _saved ? _nextFree : now - _saved;
        _nextFree = place + rule.Every;
        return place > now ? place - now : TimeSpan.Zero;
    }
}
