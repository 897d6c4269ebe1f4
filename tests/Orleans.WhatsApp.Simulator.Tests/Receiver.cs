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

    public sealed record Told(JsonObject Body, string Raw, string ContentType, string UserAgent, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Event => (string?)Body["event"];

        public string? Message => (string?)Body["message"];

        public string? Status => (string?)Body["AccountStatus"]?["message"];
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public IReadOnlyList<Told> All => [.. _told];

    public IReadOnlyList<Told> Messages => [.. _told.Where(told => told.Event is not null)];

    /// <summary>What Meta is expected to know before it may tell anything.</summary>
    public string VerifyToken { get; set; } = "verify-me";

    public byte[] FileContent { get; set; } = [1, 2, 3];

    public Func<Told, int> Answer { get; set; } = _ => 200;

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddSingleton<IHostLifetime, GuestLifetime>();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/webhooks/{provider}", receiver.Receive);
        app.MapGet("/webhooks/meta", receiver.Confirm);
        app.MapGet("/files/{name}", receiver.File);
        await app.StartAsync();
        receiver.Url = new Uri(app.Urls.First() + "/webhooks/unipile");
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public Uri UrlOf(string provider) => new(Url, "/webhooks/" + provider);

    private IResult Confirm(HttpRequest request) =>
        request.Query["hub.mode"] == "subscribe" && request.Query["hub.verify_token"] == VerifyToken
            ? Results.Text(request.Query["hub.challenge"])
            : Results.StatusCode(403);

    private IResult File(string name) => name is "there.png" ? Results.Bytes(FileContent, "image/png") : Results.NotFound();

    private async Task Receive(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var raw = await reader.ReadToEndAsync();
        var told = new Told(JsonSerializer.Deserialize<JsonObject>(raw)!, raw, context.Request.ContentType ?? "", context.Request.Headers.UserAgent.ToString(),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var status = Answer(told);
        if (status is 200) _told.Enqueue(told);
        context.Response.StatusCode = status;
    }
}
