using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Storage.Tests.Conformance;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Storage.Tests.Postgres;

public sealed class PostgresFixture : StorageFixture
{
    public string ConnectionString { get; private set; } = "";

    protected override void Register(IServiceCollection services) => services.AddPostgresStorage(ConnectionString);

    public override async Task InitializeAsync()
    {
        ConnectionString = await (await PostgresServer.Get()).NewDatabase();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await PostgresServer.DropDatabase(ConnectionString);
    }
}
