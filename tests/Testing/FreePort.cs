using System.Net;
using System.Net.Sockets;

namespace Orleans.WhatsApp.Testing;

/// <summary>A loopback port that nobody listens on now. Whoever binds it first has it, so it is asked for just before.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
