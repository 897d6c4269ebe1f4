using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Channels;
using Orleans.WhatsApp.Storage.Sql;
using EmbeddedSilo = Orleans.Runtime.Silo;

namespace Orleans.WhatsApp.Simulation;

/// <summary>One process from its start to its death: the product's grains on the embedded runtime, over the database that outlives it.</summary>
internal sealed class Life
{
    private readonly World _world;
    private readonly IHost _host;
    private readonly EmbeddedSilo _silo;
    private readonly LoopDatabase _database;

    public Life(World world, int number)
    {
        (_world, StartedAt, Name) = (world, world.Clock.Steady, string.Create(CultureInfo.InvariantCulture, $"process-{number}"));
        _database = new LoopDatabase(world.Database, world);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(world.Clock);
        services.AddSingleton<RunQueue>(world.Loop);
        services.AddSingleton<IIncarnation>(new Incarnation(this));
        services.AddSqliteStorage(world.Database);
        services.Replace(ServiceDescriptor.Singleton<IDatabase>(_database));
        services.AddSingleton(new SecretBox(new byte[32]));
        services.AddSingleton<IReminderTable, StoredReminders>();
        services.Configure<ChatOptions>(options => (options.SweepInterval, options.InactivityTimeout) = (world.Story.SweepInterval, World.InactivityTimeout));
        services.Configure<LiveSendOptions>(options => options.AllowLiveSend = true);
        services.AddSingleton<IChannel>(new SimulatedProvider(world));
        services.AddSingleton<IAgentConnector>(new SimulatedAgents(world, this));
        services.AddGrainServices();
        services.AddSingleton<IMediaStore, SimulatedFiles>();
        services.AddSingleton<ITranscriber, SimulatedFiles>();
        builder.UseOrleans(silo =>
        {
            silo.AddReminders();
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(FeedHint.Provider);
        });
        world.Flaw?.Spoil(services, world);
        _host = builder.Build();
        _silo = _host.Services.GetRequiredService<EmbeddedSilo>();
    }

    public string Name { get; }

    public DateTimeOffset StartedAt { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>It takes webhooks and people's actions.</summary>
    public bool IsReady { get; private set; }

    public IInbox Inbox => _host.Services.GetRequiredService<IInbox>();

    public T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public T Grain<T>(string key) where T : IGrainWithStringKey => _silo.GrainFactory.GetGrain<T>(key);

    public IChatGrain Chat(int chat) => Grain<IChatGrain>(Names.KeyOf(chat).ToString());

    public async Task Start()
    {
        // A database that is away keeps a process from starting, until it is back.
        while (IsAlive)
        {
            try
            {
                await _silo.Start(CancellationToken.None);
                foreach (var shard in _world.Shards) await Grain<ISweepGrain>(shard.ToString(CultureInfo.InvariantCulture)).Start();
                IsReady = IsAlive;
                return;
            }
            catch (Exception) when (IsAlive)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _world.Clock);
            }
        }
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public void Die()
    {
        (IsAlive, IsReady) = (false, false);
        _database.Cut();
        _silo.Kill();
        _host.Dispose();
    }

    private sealed class Incarnation(Life life) : IIncarnation
    {
        public string Current => life.Name;

        public bool IsOurs(string incarnation) => incarnation == life.Name;

        public Task<bool> IsGone(string incarnation) => Task.FromResult(!life._world.Lives.Any(other => other.Name == incarnation));
    }
}
