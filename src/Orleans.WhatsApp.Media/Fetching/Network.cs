using System.Net;
using System.Net.Sockets;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>The two questions that the fetcher asks the network: which addresses a name has, and for a connection to one of them. Tests have names of their own.</summary>
internal sealed record Network(Func<string, CancellationToken, Task<IPAddress[]>> Lookup, Func<IPEndPoint, CancellationToken, Task<Stream>> Dial)
{
    public static Network Real { get; } = new(Dns.GetHostAddressesAsync, DialReal);

    private static async Task<Stream> DialReal(IPEndPoint address, CancellationToken stop)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
