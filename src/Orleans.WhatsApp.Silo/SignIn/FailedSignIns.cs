using System.Threading.RateLimiting;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Slows down guessing: only failures count. An address is let through again as its window slides on, so nobody is locked out for good;
/// the wider limit is by network address alone, since behind a proxy that may be everybody's.
/// </summary>
internal sealed class FailedSignIns : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<(string Network, string Email)> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Network, string Email), string>(one => Sliding($"{one.Network} {one.Email}", 10)),
        PartitionedRateLimiter.Create<(string Network, string Email), string>(one => Sliding(one.Network, 100)));

    public bool AreTooMany(string network, string email)
    {
        using var lease = _limiter.AttemptAcquire((network, email), permitCount: 0);
        return !lease.IsAcquired;
    }

    public void Count(string network, string email) => _limiter.AttemptAcquire((network, email)).Dispose();

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> Sliding(string key, int failures) => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = failures, Window = Window, SegmentsPerWindow = 5, QueueLimit = 0 });
}
