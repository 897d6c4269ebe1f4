using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.WhatsApp.Simulator.Tests;

/// <summary>A business's webhook endpoint: keeps what it is told and answers as it is asked to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Told> _told = [];

    private Receiver(WebApplication server) => _server = server;

    public sealed record Told(JsonObject Body, string ContentType, string UserAgent, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Event => (string?)Body["event"];

        public string? Message => (string?)Body["message"];

        public string? Status => (string?)Body["AccountStatus"]?["message"];
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public IReadOnlyList<Told> All => [.. _told];

    public IReadOnlyList<Told> Messages => [.. _told.Where(told => told.Event is not null)];

    public Func<Told, int> Answer { get; set; } = _ => 200;

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddSingleton<IHostLifetime, GuestLifetime>();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/webhooks/unipile", receiver.Receive);
        await app.StartAsync();
        receiver.Url = new Uri(app.Urls.First() + "/webhooks/unipile");
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Receive(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body);
        var told = new Told(body!, context.Request.ContentType ?? "", context.Request.Headers.UserAgent.ToString(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var status = Answer(told);
        if (status is 200) _told.Enqueue(told);
        context.Response.StatusCode = status;
    }
}
