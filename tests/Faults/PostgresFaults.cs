using Npgsql;
using Orleans.WhatsApp.EndToEnd;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Faults;

/// <summary>A silo on a PostgreSQL of its own, which a test may treat as badly as it likes.</summary>
internal sealed class PostgresFaults : IAsyncDisposable
{
    private PostgresFaults(OwnPostgres server, Business business, Books books, CuttingProxy? proxy) =>
        (Server, Business, Books, Proxy, Crowd, Judge) = (server, business, books, proxy, new Crowd(business.World, business.Account), new Judge(business.World, books));

    public OwnPostgres Server { get; }

    public Business Business { get; }

    public Books Books { get; }

    /// <summary>Between silo and server, if one was asked for.</summary>
    public CuttingProxy? Proxy { get; }

    public Crowd Crowd { get; }

    public Judge Judge { get; }

    public static async Task<PostgresFaults> Open(bool behindProxy = false, int graceSeconds = 2)
    {
        var server = OwnPostgres.Start();
        try
        {
            var database = await new PostgresServer(server.ConnectionString).NewDatabase();
            var direct = new NpgsqlConnectionStringBuilder(database);
            var proxy = behindProxy ? new CuttingProxy(direct.Port) : null;
            var settings = new Dictionary<string, string>
            {
                ["ConnectionStrings__Postgres"] = new NpgsqlConnectionStringBuilder(database) { Port = proxy?.Port ?? direct.Port, MaxPoolSize = 20 }.ConnectionString,
                ["Jwt__SigningKey"] = "a signing key for tests, of more than thirty-two bytes",
                ["ElevenLabs__MaxOpenSocketsPerAgent"] = "1000",
                ["Chat__SendTimeout"] = "00:00:02",
                ["Unipile__SendTimeout"] = "00:00:02",
            };
            var business = await Business.Open(graceSeconds, settings, world => world with { WebhookAttempts = 1_000, LongestWebhookRetryDelay = TimeSpan.FromSeconds(1) });
            return new PostgresFaults(server, business, Books.InPostgres(database), proxy);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Business.DisposeAsync();
        Proxy?.Dispose();
        Server.Dispose();
    }
}
