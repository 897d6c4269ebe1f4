using System.Text.Json;
using Npgsql;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>What our front door is measured against. Each is a process of its own, started by the name of one of these.</summary>
internal static class Peers
{
    private const string Insert = """
        insert into webhooks (account_id, chat_id, message_id, body) values ($1, $2, $3, $4)
        on conflict (account_id, message_id) do nothing
        """;

    /// <summary>Takes a body, answers 200 and stores nothing: the machine's limit for anything that speaks HTTP.</summary>
    public static Task Bare(string url) => ServeBodies(url, _ => Task.CompletedTask);

    /// <summary>A provider and an agent that know nobody: whatever they are asked, they answer at once that there is no such thing.</summary>
    public static async Task Nobody(string url)
    {
        await using var app = Build(url);
        app.MapFallback(() => Results.NotFound());
        await app.RunAsync();
    }

    /// <summary>One insert for each request, as one would write it on a Monday: its own connection from the pool, its own commit.</summary>
    public static async Task Kestrel(string url, string database)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = PoolSize, MaxAutoPrepare = 10 }.ConnectionString);
        await ServeBodies(url, async body =>
        {
            using var told = JsonDocument.Parse(body);
            await using var command = source.CreateCommand(Insert);
            foreach (var name in (string[])["account_id", "chat_id", "message_id"]) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = told.RootElement.GetProperty(name).GetString()! });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
            await command.ExecuteNonQueryAsync();
        });
    }

    /// <summary>
    /// Connections of each peer. Tried on two cores, events a second with 10, 20 and 40: Fastify 3,940, 3,900 and 3,530, Kestrel 2,420, 2,670 and 2,490.
    /// </summary>
    public const int PoolSize = 20;

    private static async Task ServeBodies(string url, Func<byte[], Task> store)
    {
        await using var app = Build(url);
        app.MapPost("/webhooks/unipile", async (HttpContext context) =>
        {
            var body = new byte[context.Request.ContentLength ?? 0];
            await context.Request.Body.ReadExactlyAsync(body);
            await store(body);
            await context.Response.WriteAsJsonAsync(Received);
        });
        await app.RunAsync();
    }

    public static WebApplication Build(string url)
    {
        // As the silo: nobody watches the folder in which a server of the bench writes.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        // All that wake after an outage call at once.
        builder.WebHost.UseUrls(url).UseSockets(sockets => sockets.Backlog = 4096);
        var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        return app;
    }

    private static readonly Dictionary<string, string> Received = new() { ["status"] = "received" };
}
