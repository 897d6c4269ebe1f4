using System.Net;
using Orleans.WhatsApp.Silo.Hosting;

namespace Orleans.WhatsApp.Silo.Health;

/// <summary>
/// <c>health [url]</c>: asks this machine's own front door whether it lives, for a container's health check, and starts nothing. The image needs no other
/// program for that.
/// </summary>
internal static class HealthCommand
{
    private const string Word = "health";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static bool IsAsked(string[] args) => args is [Word, ..];

    /// <summary>Zero if it lives.</summary>
    public static async Task<int> Run(string[] args)
    {
        var address = args is [_, var said, ..] ? said : OwnAddress(SiloHost.CreateBuilder([]).Configuration);
        try
        {
            // A proxy of the environment is for the way out.
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
            using var answer = await http.GetAsync(new Uri(new Uri(address), "/health/live"));
            answer.EnsureSuccessStatusCode();
            Console.WriteLine($"{address} lives");
            return 0;
        }
        catch (Exception cause) when (cause is HttpRequestException or TaskCanceledException or UriFormatException or NotSupportedException)
        {
            Console.WriteLine($"{address} does not answer: {cause.Message}");
            return 1;
        }
    }

    /// <summary>Where the front door listens, as seen from this machine.</summary>
    internal static string OwnAddress(IConfiguration settings)
    {
        var listens = BindingAddress.Parse(First(settings["Kestrel:Endpoints:Http:Url"]) ?? First(settings["urls"]) ?? $"http://+:{First(settings["http_ports"])}");
        // Any name that is no address means: on every address of this machine.
        var isOne = IPAddress.TryParse(listens.Host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
        return $"{listens.Scheme}://{(isOne ? listens.Host : "127.0.0.1")}:{listens.Port}";
    }

    private static string? First(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
