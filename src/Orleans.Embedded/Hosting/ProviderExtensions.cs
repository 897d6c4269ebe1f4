using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Hosting
{
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddMemoryGrainStorage(
            this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null) =>
            builder.ConfigureServices(services =>
            {
                configureOptions?.Invoke(services.AddOptions<MemoryGrainStorageOptions>(name));
                services.AddGrainStorage(name, static (_, _) => new MemoryGrainStorage());
            });

        public static ISiloBuilder AddMemoryGrainStorageAsDefault(
            this ISiloBuilder builder, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null) =>
            builder.AddMemoryGrainStorage(StorageProviderExtensions.DefaultName, configureOptions);
    }

    public static class SiloBuilderReminderExtensions
    {
        /// <summary>Reminders over the <see cref="IReminderTable"/> that the program registers.</summary>
        public static ISiloBuilder AddReminders(this ISiloBuilder builder) => builder;

        public static void AddReminders(this IServiceCollection services)
        {
            // The service is always there; it rests while no table is registered.
        }
    }

    public static class SiloBuilderReminderMemoryExtensions
    {
        public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) =>
            builder.ConfigureServices(services => services.AddSingleton<IReminderTable, InMemoryReminderTable>());
    }

    /// <summary>Nothing to configure here; it exists so that Orleans set-up code compiles.</summary>
    public interface ISiloMemoryStreamConfigurator;

    /// <summary>Nothing to configure here; it exists so that Orleans set-up code compiles.</summary>
    public interface IClusterClientMemoryStreamConfigurator;

    public static class SiloBuilderMemoryStreamExtensions
    {
        public static ISiloBuilder AddMemoryStreams(
            this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null) =>
            builder.ConfigureServices(services => services.AddKeyedSingleton<IStreamProvider>(
                name, (provider, _) => new MemoryStreamProvider(name, () => provider.GetRequiredService<Silo>().Streams)));
    }

    public static class ClientBuilderStreamingExtensions
    {
        public static IClientBuilder AddMemoryStreams(
            this IClientBuilder builder, string name, Action<IClusterClientMemoryStreamConfigurator>? configure = null) =>
            builder.ConfigureServices(services => services.AddKeyedSingleton<IStreamProvider>(
                name, (provider, _) => new MemoryStreamProvider(name, () => provider.GetRequiredService<Func<Silo>>()().Streams)));
    }
}

namespace Orleans.Runtime.Hosting
{
    public static class StorageProviderExtensions
    {
        internal const string DefaultName = "Default";

        /// <summary>Registers a grain storage under the name that [PersistentState] gives; "Default" is the one without a name.</summary>
        public static IServiceCollection AddGrainStorage<T>(
            this IServiceCollection collection, string name, Func<IServiceProvider, string, T> implementationFactory)
            where T : IGrainStorage
        {
            collection.AddKeyedSingleton<IGrainStorage>(name, (services, key) => implementationFactory(services, (string)key!));
            if (name == DefaultName) collection.TryAddSingleton(static services => services.GetRequiredKeyedService<IGrainStorage>(DefaultName));
            return collection;
        }
    }
}
