using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

/// <summary>The provider over real HTTP and WebSockets: three REST answers, and a script that plays the other end of each socket.</summary>
internal sealed class FakeElevenLabs : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _end = new();

    private FakeElevenLabs(WebApplication app) => _app = app;

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Appended to the signed address as it stands.</summary>
    public string Signature { get; set; } = "conversation_signature=cvtkn_0001";

    /// <summary>Instead of a signed address.</summary>
    public (int Status, string Body)? SignedUrlAnswer { get; set; }

    /// <summary>Instead of an upgrade of the socket's request.</summary>
    public int? UpgradeRefusal { get; set; }

    public Func<FakeSocket, Task> Script { get; set; } = socket => socket.AcceptAndStay();

    /// <summary>The body of the agent's settings; null is 404.</summary>
    public string? Agent { get; set; }

    /// <summary>The answer about the agent waits for this.</summary>
    public Task AgentGate { get; set; } = Task.CompletedTask;

    public ConcurrentDictionary<string, string> Conversations { get; } = new();

    public ConcurrentQueue<string> SignedUrlTargets { get; } = new();

    public ConcurrentQueue<string> SocketTargets { get; } = new();

    public ConcurrentQueue<string> Keys { get; } = new();

    public int AgentCalls;

    public void Greets(string firstMessage) =>
        Agent = System.Text.Json.JsonSerializer.Serialize(new { agent_id = "agent_1", conversation_config = new { agent = new { first_message = firstMessage } } });

    public static async Task<FakeElevenLabs> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var fake = new FakeElevenLabs(app);
        app.UseWebSockets();
        app.MapGet("/v1/convai/conversation/get-signed-url", fake.GiveSignedUrl);
        app.MapGet("/v1/convai/conversation", fake.Converse);
        app.MapGet("/v1/convai/agents/{id}", fake.GiveAgent);
        app.MapGet("/v1/convai/conversations/{id}", fake.GiveConversation);
        await app.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private Task GiveSignedUrl(HttpContext context)
    {
        SignedUrlTargets.Enqueue(Target(context));
        Keys.Enqueue(context.Request.Headers["xi-api-key"].ToString());
        var (status, body) = SignedUrlAnswer
            ?? (200, $$"""{"signed_url":"ws://{{BaseUrl.Authority}}/v1/convai/conversation?agent_id={{context.Request.Query["agent_id"]}}&{{Signature}}"}""");
        return Answer(context, status, body);
    }

    private async Task GiveAgent(HttpContext context, string id)
    {
        Interlocked.Increment(ref AgentCalls);
        await AgentGate.WaitAsync(_end.Token);
        await Answer(context, Agent is null ? 404 : 200, Agent ?? "{}");
    }

    private Task GiveConversation(HttpContext context, string id) =>
        Conversations.TryGetValue(id, out var body)
            ? Answer(context, 200, body)
            : Answer(context, 404, """{"detail":{"status":"document_not_found","message":"no"}}""");

    private async Task Converse(HttpContext context)
    {
        SocketTargets.Enqueue(Target(context));
        if (UpgradeRefusal is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await Script(new FakeSocket(socket, context, SocketTargets.Count, _end.Token));
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The other end is gone: the end of most scripts.
        }
    }

    private static Task Answer(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private static string Target(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget;
}
