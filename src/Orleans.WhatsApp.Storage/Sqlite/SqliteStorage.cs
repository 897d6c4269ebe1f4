using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Sqlite;

namespace Orleans.WhatsApp.Storage;

public static class SqliteStorage
{
    /// <summary>The embedded database in this folder, or <c>:memory:</c>. Only one process can use it.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string path) =>
        services
            .AddSingleton(_ => path == ":memory:" ? SqliteDatabase.InMemory() : SqliteDatabase.InFolder(path))
            .AddSingleton<IDatabase>(provider => provider.GetRequiredService<SqliteDatabase>())
            .AddSqlitePorts();

    /// <summary>A database that outlives this service provider; its maker disposes it.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteDatabase database) =>
        services.AddSingleton(database).AddSingleton<IDatabase>(database).AddSqlitePorts();

    private static IServiceCollection AddSqlitePorts(this IServiceCollection services)
    {
        services.AddSingleton<IInboxIntake, SqliteInboxIntake>();
        services.AddSingleton<ISearchSql, SqliteSearch>();
        services.AddSingleton<IStorageStartup, SqliteStartup>();
        services.TryAddSingleton<IIncarnation, SqliteIncarnation>();
        return services.AddStoragePorts();
    }

    private sealed class SqliteStartup(SqliteDatabase database) : IStorageStartup
    {
        public Task Prepare(CancellationToken stop)
        {
            database.Open();
            return Task.CompletedTask;
        }
    }
}
