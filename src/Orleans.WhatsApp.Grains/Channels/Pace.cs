namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>A token bucket that never drops: whoever comes to an empty one is told how long to wait, in order.</summary>
internal sealed class Pace
{
    private readonly TimeSpan _spacing;
    private readonly TimeSpan _burst;
    private DateTimeOffset _nextFree;

    /// <param name="perMinute">Sends in a minute; a tenth of it may go at once.</param>
    public Pace(int perMinute, DateTimeOffset now)
    {
        _spacing = TimeSpan.FromMinutes(1) / perMinute;
        _burst = _spacing * Math.Max(1, perMinute / 10);
        _nextFree = now - _burst;
    }

    public TimeSpan Reserve(DateTimeOffset now)
    {
        var place = _nextFree > now - _burst ? _nextFree : now - _burst;
        _nextFree = place + _spacing;
        return _nextFree > now ? _nextFree - now : TimeSpan.Zero;
    }
}
