using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.WhatsApp.Channels.Tests;

/// <summary>A real HTTP server in a provider's place. It remembers what it was asked and answers as the test says.</summary>
internal abstract class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication server;

    protected FakeProvider(int elseStatus, string elseBody)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(Receive);
        Answer = (_, context) => Json(context, elseStatus, elseBody);
    }

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public Func<Asked, HttpContext, Task> Answer { get; set; }

    public string Url => server.Urls.Single();

    protected static async Task<T> Started<T>(T fake) where T : FakeProvider
    {
        await fake.server.StartAsync();
        return fake;
    }

    public static Task Json(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public void Always(int status, string body) => Answer = (_, context) => Json(context, status, body);

    private async Task Receive(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = request.HasFormContentType ? "" : await reader.ReadToEndAsync();
        var form = request.HasFormContentType ? await request.ReadFormAsync() : null;
        var fields = form?.ToDictionary(field => field.Key, field => field.Value.ToString()) ?? [];
        foreach (var file in form?.Files ?? new FormFileCollection())
        {
            using var content = new StreamReader(file.OpenReadStream());
            fields[file.Name] = $"{file.FileName} {file.ContentType}: {await content.ReadToEndAsync()}";
        }

        var asked = new Asked(request.Method, request.Path + request.QueryString, request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), body, fields);
        Requests.Enqueue(asked);
        await Answer(asked, context);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}

/// <param name="Form">Of a file its name, type and content as one text.</param>
internal sealed record Asked(string Method, string Path, Dictionary<string, string> Headers, string Body, Dictionary<string, string> Form)
{
    public string Line => $"{Method} {Path}";

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
