using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>Which addresses are somebody's on the internet, and not ours, our network's, or a way back to them. After IANA's registries of special-purpose addresses.</summary>
internal static class PublicAddress
{
    private static readonly ImmutableArray<IPNetwork> Special4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32"); // looks public; within Azure it is the machine's own host

    /// <summary>Outside of it is nothing public: loopback, IPv4 in disguise (::ffff:0:0/96, NAT64's 64:ff9b::/96 and 64:ff9b:1::/48), local, link-local, multicast.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: Teredo and its like, documentation, 6to4 (IPv4 in disguise as well).</summary>
    private static readonly ImmutableArray<IPNetwork> Special6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Special4.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => Global6.Contains(address) && !Special6.Any(network => network.Contains(address)),
        _ => false,
    };

    private static ImmutableArray<IPNetwork> Networks(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
