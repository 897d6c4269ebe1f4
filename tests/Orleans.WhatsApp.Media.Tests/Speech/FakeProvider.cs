using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Media.Tests.Speech;

/// <summary>A real HTTP server in both providers' place.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<ServiceProvider> _services = [];

    private FakeProvider(WebApplication server) => _server = server;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } = context => Json(context, 500, "{}");

    public ManualClock Clock { get; } = new();

    public static async Task<FakeProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var server = builder.Build();
        var provider = new FakeProvider(server);
        server.Run(provider.Receive);
        await server.StartAsync();
        return provider;
    }

    public static Task Json(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public void Always(int status, string body) => Answer = context => Json(context, status, body);

    public ITranscriber Transcriber(string name, params (string, string?)[] settings)
    {
        var url = _server.Urls.Single();
        var services = Stage.Services(
            [
                ("Media:Transcriber", name), ("Media:TranscribeTimeout", "00:01:00"), ("Gemini:BaseUrl", url), ("Gemini:ApiKey", "gemini-key"),
                ("ElevenLabs:BaseUrl", url + "/"), ("ElevenLabs:ApiKey", "scribe-key"), .. settings,
            ],
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        _services.Add(services);
        return services.GetRequiredService<ITranscriber>();
    }

    private async Task Receive(HttpContext context)
    {
        var request = context.Request;
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var (fields, files, body) = (new Dictionary<string, string>(), new List<AskedFile>(), default(JsonNode));
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            foreach (var (name, value) in form) fields[name] = value.ToString();
            foreach (var file in form.Files)
            {
                using var bytes = new MemoryStream();
                await file.CopyToAsync(bytes);
                files.Add(new(file.Name, file.FileName, file.ContentType, bytes.ToArray()));
            }
        }
        else
        {
            body = await JsonNode.ParseAsync(request.Body);
        }

        Requests.Enqueue(new($"{request.Method} {request.Path}{request.QueryString}", headers, fields, files, body));
        await Answer(context);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services) await services.DisposeAsync();
        await _server.DisposeAsync();
    }

    internal sealed record Asked(string Line, Dictionary<string, string> Headers, Dictionary<string, string> Fields, List<AskedFile> Files, JsonNode? Body);

    internal sealed record AskedFile(string Name, string FileName, string ContentType, byte[] Bytes);
}
