using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>Microsoft Orleans: one silo of a cluster, whose members, reminders and grain states lie in PostgreSQL beside the product's own rows.</summary>
internal static class Runtime
{
    public const string Name = "orleans";

    /// <summary>Longer than a load balancer takes to see that a silo is not ready any more.</summary>
    public static readonly TimeSpan DrainPeriod = TimeSpan.FromSeconds(2);

    private const string Npgsql = "Npgsql";

    /// <summary>The name is Orleans'.</summary>
    private const string PubSubStore = "PubSubStore";

    public static ISiloBuilder UseRuntime(this ISiloBuilder silo, IConfiguration settings)
    {
        var postgres = settings.GetConnectionString("Postgres");
        if (string.IsNullOrWhiteSpace(postgres))
            throw new InvalidOperationException("This build runs on Microsoft Orleans, whose cluster is kept in PostgreSQL: set ConnectionStrings__Postgres.");

        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, postgres));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Npgsql, postgres));
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.ConnectionString) = (Npgsql, postgres));
        // Hints only, which may be lost with a silo; who listens is kept, so that it outlives the silo that holds the list. In Orleans' own format: its types are not
        // made for JSON.
        silo.AddMemoryStreams(FeedHint.Provider);
        silo.AddAdoNetGrainStorage(PubSubStore, options => options.Configure<OrleansGrainStorageSerializer>((store, serializer) =>
            (store.Invariant, store.ConnectionString, store.GrainStorageSerializer) = (Npgsql, postgres, serializer)));
        silo.Services.AddSingleton<OrleansGrainStorageSerializer>();

        var orleans = settings.GetSection(OrleansOptions.Section).Get<OrleansOptions>() ?? new OrleansOptions();
        Validator.ValidateObject(orleans, new ValidationContext(orleans), validateAllProperties: true);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (orleans.ClusterId, orleans.ServiceId));
        silo.Configure<SiloOptions>(options => options.SiloName = $"{Environment.MachineName}:{orleans.SiloPort}");
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = orleans.ProbeTimeout;
            // After a power cut the rows of yesterday's silos are still there; a new silo need not wait long for those that show no life.
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });
        silo.ConfigureEndpoints(
            Advertised(orleans.AdvertisedAddress), orleans.SiloPort, orleans.GatewayPort, listenOnAnyHostAddress: orleans.AdvertisedAddress.Length > 0);
        silo.Services.AddHostedService<Departures>();
        return silo;
    }

    private static IPAddress Advertised(string said)
    {
        if (said.Length == 0) return IPAddress.Loopback;
        if (IPAddress.TryParse(said, out var address)) return address;
        var host = said == "auto" ? Dns.GetHostName() : said;
        return Dns.GetHostAddresses(host).FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork)
            ?? throw new InvalidOperationException($"Orleans:AdvertisedAddress says {said}, and {host} has no IPv4 address.");
    }
}
