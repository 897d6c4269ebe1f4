using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>Microsoft Orleans: one silo of a cluster, whose members, reminders and grain states lie in PostgreSQL beside the product's own rows.</summary>
internal static class Runtime
{
    public const string Name = "orleans";
    private const string Section = "Orleans";
    private const string Npgsql = "Npgsql";

    public static ISiloBuilder UseRuntime(this ISiloBuilder silo, IConfiguration settings)
    {
        var postgres = settings.GetConnectionString("Postgres");
        if (string.IsNullOrWhiteSpace(postgres))
            throw new InvalidOperationException("This build runs on Microsoft Orleans, whose cluster is kept in PostgreSQL: set ConnectionStrings__Postgres.");

        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, postgres));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Npgsql, postgres));
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.ConnectionString) = (Npgsql, postgres));

        var orleans = settings.GetSection(Section);
        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = orleans["ClusterId"] ?? "orleans-whatsapp";
            options.ServiceId = orleans["ServiceId"] ?? "orleans-whatsapp";
        });
        silo.ConfigureEndpoints(
            Advertised(orleans["AdvertisedAddress"]),
            orleans.GetValue("SiloPort", EndpointOptions.DEFAULT_SILO_PORT),
            orleans.GetValue("GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT),
            listenOnAnyHostAddress: orleans["AdvertisedAddress"] is { Length: > 0 });
        return silo;
    }

    /// <summary>What other silos reach this one by: an address or a host's name; by itself a silo is reached from this machine only.</summary>
    private static IPAddress Advertised(string? said)
    {
        if (said is not { Length: > 0 }) return IPAddress.Loopback;
        if (IPAddress.TryParse(said, out var address)) return address;
        return Dns.GetHostAddresses(said).FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork)
            ?? throw new InvalidOperationException($"Orleans:AdvertisedAddress says {said}, which has no IPv4 address.");
    }
}
