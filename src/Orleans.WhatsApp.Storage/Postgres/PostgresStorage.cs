using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Postgres;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage;

public static class PostgresStorage
{
    /// <summary>PostgreSQL, shared by any number of processes. Unless a <see cref="TimeProvider"/> is registered already, the database's clock becomes it.</summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new PostgresDatabase(connectionString));
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<IInboxIntake, PostgresInboxIntake>();
        services.AddSingleton<ISearchSql, PostgresSearch>();
        services.AddSingleton<DatabaseClock>();
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.AddSingleton<PostgresIncarnation>();
        services.AddSingleton<IIncarnation>(provider => provider.GetRequiredService<PostgresIncarnation>());
        services.AddSingleton<IStorageStartup, PostgresStartup>();
        return services.AddStoragePorts();
    }

    private sealed class PostgresStartup(PostgresDatabase database, PostgresIncarnation incarnation) : IStorageStartup
    {
        public async Task Prepare(CancellationToken stop)
        {
            await PostgresMigrations.Apply(database.Source, stop);
            await incarnation.Start(stop);
        }
    }
}
