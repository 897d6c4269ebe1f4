using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>
/// Connections for media. A name is looked up once for each connection, and the connection is made to the very address that was looked at: a name that
/// changes its mind in between changes nothing.
/// </summary>
internal sealed class Line(Network network, IOptions<MediaOptions> options)
{
    /// <param name="own">To addresses of the operator's settings, which may be any.</param>
    public SocketsHttpHandler Handler(bool own) => new()
    {
        ConnectCallback = (context, stop) => Connect(context.DnsEndPoint, own, stop),
        ConnectTimeout = options.Value.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseDrainSize = 0, // what is refused is cut off, not read to its end
        AutomaticDecompression = DecompressionMethods.None, // a small body could become an endless one
        AllowAutoRedirect = false, // each is looked at anew
        UseProxy = false, // the check below would look at the proxy's address instead
        UseCookies = false,
    };

    /// <summary>Whether the settings allow this host although it is this machine.</summary>
    public static bool IsLoopback(string host) =>
        IPAddress.TryParse(host, out var address) ? IPAddress.IsLoopback(address) : host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<Stream> Connect(DnsEndPoint to, bool own, CancellationToken stop)
    {
        var (host, port) = (to.Host, to.Port);
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await network.Lookup(host, stop);
        var here = options.Value.AllowLoopback && IsLoopback(host);
        var allowed = all.Where(address => own || PublicAddress.Is(address) || (here && IPAddress.IsLoopback(address))).ToArray();
        if (all.Length > 0 && allowed.Length == 0) throw new AddressNotAllowedException();

        Exception failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in allowed)
        {
            try
            {
                return await network.Dial(new IPEndPoint(address, port), stop);
            }
            catch (SocketException next)
            {
                failure = next;
            }
        }

        throw failure;
    }
}

/// <summary>A name led to no public address.</summary>
internal sealed class AddressNotAllowedException() : Exception("The name leads to no public address.");
