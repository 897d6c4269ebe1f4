using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Requests;

/// <summary>Keeps one side from taking all of a silo: a network address before sign-in, a user after it.</summary>
internal static class RequestLimits
{
    private const int BurstsPerMinute = 10;
    private const string Uncounted = "uncounted";
    private static readonly TimeSpan RefillEvery = TimeSpan.FromSeconds(1);

    // A provider repeats what it was refused, so its webhooks are taken as they come; probes must see how a silo under load is doing.
    private static readonly PathString[] NotCounted = ["/webhooks", "/health", "/stats", "/metrics"];

    public static IServiceCollection AddRequestLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddRateLimiter(_ => { });
    }

    /// <summary>Before authentication.</summary>
    public static IApplicationBuilder UseAddressLimit(this IApplicationBuilder app) =>
        app.UseRateLimiter(Limit(Settings(app).RequestsPerMinutePerAddress, context => Network(context.Connection.RemoteIpAddress)));

    /// <summary>After authentication.</summary>
    public static IApplicationBuilder UseUserLimit(this IApplicationBuilder app) => app.UseRateLimiter(Limit(
        Settings(app).RequestsPerMinutePerUser, context => context.User.Identity is { IsAuthenticated: true } ? context.User.UserId().ToString() : null));

    /// <summary>Whoever holds one IPv6 address holds its whole /64.</summary>
    internal static string Network(IPAddress? address)
    {
        address = Plain(address);
        if (address is null) return "";
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    internal static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static LimitOptions Settings(IApplicationBuilder app) => app.ApplicationServices.GetRequiredService<IOptions<LimitOptions>>().Value;

    /// <param name="side">Null: not counted.</param>
    private static RateLimiterOptions Limit(int perMinute, Func<HttpContext, string?> side) => new()
    {
        GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsCounted(context) && side(context) is { } key
                ? RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(perMinute))
                : RateLimitPartition.GetNoLimiter(Uncounted)),
        OnRejected = (rejected, _) => new(Problem.TooMany(
            rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : RefillEvery).ExecuteAsync(rejected.HttpContext)),
        RejectionStatusCode = StatusCodes.Status429TooManyRequests,
    };

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = Math.Max(1, perMinute / BurstsPerMinute),
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = RefillEvery,
        QueueLimit = 0,
    };

    private static bool IsCounted(HttpContext context)
    {
        foreach (var path in NotCounted)
            if (context.Request.Path.StartsWithSegments(path)) return false;
        return true;
    }
}
