using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

/// <summary>A real HTTP server in Unipile's place. It remembers what it was asked and answers as the test says.</summary>
internal sealed class FakeUnipile : IAsyncDisposable
{
    private readonly WebApplication server;

    private FakeUnipile(WebApplication server) => this.server = server;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Func<Asked, HttpContext, Task> Answer { get; set; } = (_, context) => Json(context, 404, """{"title":"Not found","type":"errors/resource_not_found","status":404}""");

    public string Url => server.Urls.Single();

    public static async Task<FakeUnipile> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeUnipile(server);
        server.Run(fake.Receive);
        await server.StartAsync();
        return fake;
    }

    public static Task Json(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public void Always(int status, string body) => Answer = (_, context) => Json(context, status, body);

    public IChannel Channel(params (string Name, string Value)[] settings) => Services([("BaseUrl", Url), .. settings]).GetRequiredService<IChannel>();

    public static ServiceProvider Services((string Name, string Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var values = new Dictionary<string, string?> { ["Unipile:ApiKey"] = "key", ["Unipile:SendTimeout"] = "00:00:10" };
        foreach (var (name, value) in settings) values[$"Unipile:{name}"] = value;
        var services = new ServiceCollection().AddLogging().AddUnipile(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private async Task Receive(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = request.HasFormContentType ? "" : await reader.ReadToEndAsync();
        var form = request.HasFormContentType ? (await request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString()) : [];
        var asked = new Asked(request.Method, request.Path + request.QueryString, request.Headers["X-API-KEY"].ToString(), body, form);
        Requests.Enqueue(asked);
        await Answer(asked, context);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}

internal sealed record Asked(string Method, string Path, string ApiKey, string Body, Dictionary<string, string> Form)
{
    public string Line => $"{Method} {Path}";
}
