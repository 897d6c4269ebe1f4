using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Media.Fetching;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Media.Tests.Fetching;

/// <summary>
/// The fetcher in an internet of its own: names have the addresses that a test gives them, and whatever public address is connected to on port 443 is the
/// test's server. Everything from TLS upwards is real.
/// </summary>
internal sealed class FetchStage : IAsyncDisposable
{
    public const string PublicIp = "93.184.215.14";

    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, Func<string[]>> _names = new();

    private FetchStage(MediaServer server, bool trusted, (string, string?)[] settings)
    {
        Server = server;
        _services = Stage.Services([("Media:AllowedHosts", "example.com"), .. settings], services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton(new Network(Lookup, Dial)));
            if (!trusted) return;
            foreach (var name in (string[])[MediaFetcher.ClientName, MediaFetcher.OwnClientName])
                services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).SslOptions.RemoteCertificateValidationCallback = IsOurs);
        });
    }

    public MediaServer Server { get; }

    public ManualClock Clock { get; } = new();

    /// <summary>Every address that a connection was made to, in order.</summary>
    public ConcurrentQueue<string> Dialled { get; } = new();

    public ConcurrentQueue<string> LookedUp { get; } = new();

    /// <summary>Addresses where nobody answers.</summary>
    public HashSet<string> Silent { get; } = [];

    public static async Task<FetchStage> Start(params (string, string?)[] settings) => new(await MediaServer.Start(), trusted: true, settings);

    public static async Task<FetchStage> StartWithoutTrust() => new(await MediaServer.Start(), trusted: false, []);

    public void Name(string host, params string[] addresses) => _names[host] = () => addresses;

    /// <summary>Another answer each time; the last one stays.</summary>
    public void ChangingName(string host, params string[] addresses)
    {
        var next = 0;
        _names[host] = () => [addresses[Math.Min(next++, addresses.Length - 1)]];
    }

    public Task<FetchResult> Fetch(string url, MediaKind kind = MediaKind.Audio, Func<MediaRequest, MediaRequest>? change = null, CancellationToken stop = default)
    {
        var request = new MediaRequest(new Uri(url, UriKind.RelativeOrAbsolute), kind);
        return _services.GetRequiredService<IMediaFetcher>().Fetch(change?.Invoke(request) ?? request, stop);
    }

    /// <summary>The result as one line: <c>audio/ogg 4000</c>, <c>refused too_large</c>, <c>postponed busy 30</c>, <c>gone</c>.</summary>
    public async Task<string> Spoken(string url, MediaKind kind = MediaKind.Audio, Func<MediaRequest, MediaRequest>? change = null)
    {
        var result = await Fetch(url, kind, change);
        if (result is FetchResult.Fetched fetched) await fetched.DisposeAsync();
        return Spoken(result);
    }

    public static string Spoken(FetchResult result) => result switch
    {
        FetchResult.Fetched fetched => $"{fetched.ContentType} {fetched.Length}",
        FetchResult.Refused refused => $"refused {refused.Code}",
        FetchResult.Postponed { After: { } after } postponed => $"postponed {postponed.Code} {after.TotalSeconds}",
        FetchResult.Postponed postponed => $"postponed {postponed.Code}",
        _ => "gone",
    };

    private Task<IPAddress[]> Lookup(string host, CancellationToken stop)
    {
        LookedUp.Enqueue(host);
        if (!_names.TryGetValue(host.TrimEnd('.'), out var addresses)) throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult(addresses().Select(IPAddress.Parse).ToArray());
    }

    private Task<Stream> Dial(IPEndPoint address, CancellationToken stop)
    {
        Dialled.Enqueue(address.Address.ToString());
        if (Silent.Contains(address.Address.ToString())) throw new SocketException((int)SocketError.ConnectionRefused);
        return Network.Real.Dial(new(IPAddress.Loopback, address.Port == 443 ? Server.TlsPort : address.Port), stop);
    }

    /// <summary>Made by our server, and for the name that was asked for.</summary>
    private bool IsOurs(object sender, System.Security.Cryptography.X509Certificates.X509Certificate? certificate, System.Security.Cryptography.X509Certificates.X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString() == Server.Certificate.GetCertHashString() && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
