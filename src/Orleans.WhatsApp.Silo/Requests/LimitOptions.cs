using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Silo.Requests;

/// <summary>
/// How many requests a silo takes from one side (section <c>Limits</c>). A tenth of a minute's worth may come at once. Webhooks and the operations' routes are
/// not counted. Behind a proxy, <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> says whose address counts; without it, it is the proxy's.
/// </summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Before anybody knows who calls. For IPv6, a network of /64 is one address.</summary>
    [Range(60, 100_000_000)]
    public int RequestsPerMinutePerAddress { get; set; } = 12_000;

    /// <summary>After sign-in, from wherever the user calls.</summary>
    [Range(60, 100_000_000)]
    public int RequestsPerMinutePerUser { get; set; } = 6_000;
}
