using System.Net;
using System.Threading.RateLimiting;
using Orleans.WhatsApp.Silo.Requests;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Slows down one network that guesses at many accounts; only failures count, in this process. A network is let through again as its window slides on, since
/// behind a proxy it may be everybody's. One account that is guessed at is locked by what the database counts.
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
        using var lease = _limiter.AttemptAcquire(Side(network), permitCount: 0);
        return !lease.IsAcquired;
    }

    public void Count(string network) => _limiter.AttemptAcquire(Side(network)).Dispose();

    /// <summary>As the limit of requests tells callers apart: who has one IPv6 address has as many as he likes.</summary>
    public static string Side(string network) => IPAddress.TryParse(network, out var address) ? RequestLimits.Network(address) : network;

    public void Dispose() => _limiter.Dispose();
}
