using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.WhatsApp.Benchmarks;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Testing;

// Without an argument: a PostgreSQL of its own, filled, measured and removed. With a connection string: that database, which is filled if it is empty.
using var own = args is [] ? OwnPostgres.Start() : null;
var database = args is [var given] ? given : await new PostgresServer(own!.ConnectionString).NewDatabase();

await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(new LoggerFactory()).AddLogging().AddPostgresStorage(database).BuildServiceProvider();
await services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
await using var source = NpgsqlDataSource.Create(database);
await LargeTenant.Fill(source);
await Measure.All(services.GetRequiredService<IDashboardQueries>(), Console.Out);
