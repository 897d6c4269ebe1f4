using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.WhatsApp.Media.Tests.Fetching;

/// <summary>A server on this machine with and without TLS. Its certificate is good for <c>*.example.com</c> and <c>*.b.example.com</c>.</summary>
internal sealed class MediaServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private MediaServer(WebApplication server, X509Certificate2 certificate) => (_server, Certificate) = (server, certificate);

    public X509Certificate2 Certificate { get; }

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } = context => Bytes(context, "audio/ogg", Samples.Ogg());

    public int TlsPort => Port("https");

    public int PlainPort => Port("http");

    public static async Task<MediaServer> Start()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=example.com", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("*.example.com");
        names.AddDnsName("*.b.example.com");
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        var server = builder.Build();
        var media = new MediaServer(server, certificate);
        server.Run(media.Receive);
        await server.StartAsync();
        return media;
    }

    public static Task Bytes(HttpContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    public static Task Redirect(HttpContext context, string? to, int status = 302)
    {
        context.Response.StatusCode = status;
        if (to is not null) context.Response.Headers.Location = to;
        return Task.CompletedTask;
    }

    private Task Receive(HttpContext context)
    {
        var request = context.Request;
        Requests.Enqueue(new($"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}", request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        return Answer(context);
    }

    private int Port(string scheme) => _server.Urls.Select(url => new Uri(url)).Single(url => url.Scheme == scheme).Port;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Certificate.Dispose();
    }

    internal sealed record Asked(string Url, Dictionary<string, string> Headers)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
