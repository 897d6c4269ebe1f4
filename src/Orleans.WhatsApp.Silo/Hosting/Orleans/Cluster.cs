using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.WhatsApp.Silo.Health;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The silos that are members now, what each holds, and the reminders of all.</summary>
internal sealed class Cluster(IGrainFactory grains, IConfiguration settings, IOptions<ClusterOptions> options) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(settings.GetConnectionString("Postgres")) { MaxPoolSize = 1, ApplicationName = "orleans-whatsapp health" });

    public async Task<ClusterView> Read()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var (members, activations, reminders) = (management.GetDetailedHosts(onlyActive: true), management.GetSimpleGrainStatistics(), Reminders());
        var perSilo = (await activations).ToLookup(kind => kind.SiloAddress);
        var silos = from member in await members
                    orderby member.SiloName, member.SiloAddress
                    let kinds = perSilo[member.SiloAddress].GroupBy(kind => ClusterView.KindOf(kind.GrainType))
                    select new SiloView(
                        member.SiloName, member.SiloAddress.ToParsableString(), member.Status.ToString().ToLowerInvariant(),
                        kinds.ToDictionary(kind => kind.Key, kind => kind.Sum(one => one.ActivationCount)));
        return new ClusterView([.. silos], await reminders);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<long> Reminders()
    {
        await using var count = _database.CreateCommand("select count(*) from orleans_reminder where service_id = $1");
        count.Parameters.AddWithValue(options.Value.ServiceId);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
