using System.Threading.RateLimiting;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Slows down one network that guesses at many accounts; only failures count, in this process. A network is let through again as its window slides on, since
/// behind a proxy it may be everybody's. One account that many networks guess at is locked by what the database counts.
/// </summary>
internal sealed class FailedSignIns : IDisposable
{
    private const int MostFailures = 100;
    private const int Segments = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(network => RateLimitPartition.GetSlidingWindowLimiter(
        network, _ => new SlidingWindowRateLimiterOptions { PermitLimit = MostFailures, Window = Window, SegmentsPerWindow = Segments, QueueLimit = 0 }));

    public static TimeSpan RetryAfter => Window / Segments;

    public bool AreTooMany(string network)
    {
        using var lease = _limiter.AttemptAcquire(network, permitCount: 0);
        return !lease.IsAcquired;
    }

    public void Count(string network) => _limiter.AttemptAcquire(network).Dispose();

    public void Dispose() => _limiter.Dispose();
}
