using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Channels;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

/// <summary>One database for one test class; every test brings its own tenant.</summary>
public abstract class StorageFixture : IAsyncLifetime
{
    private TestStorage? _storage;

    public ManualClock Clock { get; } = new();

    public FakeMedia Media { get; } = new();

    public TestStorage Storage => _storage ?? throw new InvalidOperationException("Not opened yet.");

    protected abstract void Register(IServiceCollection services);

    public virtual async Task InitializeAsync() => _storage = await Open();

    public virtual async Task DisposeAsync() => await Storage.DisposeAsync();

    /// <summary>As after a restart of the process.</summary>
    public async Task Reopen()
    {
        await Storage.DisposeAsync();
        _storage = await Open();
    }

    /// <summary>The process's own end of the same database. SQLite allows only one at a time.</summary>
    public async Task<TestStorage> Open()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new SecretBox(new byte[32]));
        services.AddSingleton<IMediaStore>(Media);
        Register(services);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        return new TestStorage(provider, Clock);
    }
}

public sealed class SqliteFixture : StorageFixture
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"storage-tests-{Guid.NewGuid():N}");

    protected override void Register(IServiceCollection services) => services.AddSqliteStorage(_folder);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
