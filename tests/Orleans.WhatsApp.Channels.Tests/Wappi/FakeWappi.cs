using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>A real HTTP server in Wappi's place. It remembers what it was asked and answers as the test says.</summary>
internal sealed class FakeWappi : IAsyncDisposable
{
    private readonly WebApplication server;

    private FakeWappi(WebApplication server) => this.server = server;

    public ConcurrentQueue<Told> Requests { get; } = new();

    public Func<Told, HttpContext, Task> Answer { get; set; } = (_, context) => Json(context, 404, """{"status":"error","detail":"not found"}""");

    public string Url => server.Urls.Single();

    public OneProfile Store { get; } = new();

    public static async Task<FakeWappi> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeWappi(server);
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

    public IChannel Channel(params (string Name, string Value)[] settings) => Services(settings).GetRequiredService<IChannel>();

    public ServiceProvider Services((string Name, string Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var values = new Dictionary<string, string?> { ["Wappi:BaseUrl"] = Url, ["Wappi:Token"] = "installation", ["Wappi:SendTimeout"] = "00:00:10" };
        foreach (var (name, value) in settings) values[$"Wappi:{name}"] = value;
        var services = new ServiceCollection().AddLogging().AddWappi(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).AddSingleton<IChannelStore>(Store);
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private async Task Receive(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var told = new Told(request.Method, request.Path, request.Query.ToDictionary(one => one.Key, one => one.Value.ToString()), request.Headers.Authorization.ToString(), await reader.ReadToEndAsync());
        Requests.Enqueue(told);
        await Answer(told, context);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}

internal sealed record Told(string Method, string Path, Dictionary<string, string> Query, string Token, string Body)
{
    public string Line => $"{Method} {Path}?{string.Join('&', Query.Select(one => $"{one.Key}={one.Value}"))}";

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}

/// <summary>The channel of the one profile that is linked, if any.</summary>
internal sealed class OneProfile : IChannelStore
{
    public ChannelAccount? Account { get; set; }

    public int Asked { get; private set; }

    public void Link(string profile, string secret, ChannelStatus status = ChannelStatus.Ok) =>
        Account = new ChannelAccount(new(Guid.NewGuid()), new(Guid.NewGuid()), "wappi", profile, status, "", null, false) { Secret = secret };

    public Task<ChannelAccount?> Find(string provider, string accountId)
    {
        Asked++;
        return Task.FromResult(Account is { } account && account.Provider == provider && account.AccountId == accountId ? account : null);
    }

    public Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant) => throw new NotSupportedException();

    public Task<bool> Save(ChannelAccount account) => throw new NotSupportedException();

    public Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId) => throw new NotSupportedException();

    public Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey) => throw new NotSupportedException();

    public Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat) => throw new NotSupportedException();
}
