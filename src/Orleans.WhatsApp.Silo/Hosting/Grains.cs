using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The grains' host. What differs between the grain runtimes is in <c>Runtime</c>, one file of that name for each.</summary>
internal static class Grains
{
    public static WebApplicationBuilder AddGrains(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton<ChatAddresses>();
        builder.UseOrleans(silo => silo.UseRuntime(builder.Configuration).AddStartupTask(StartSweeps));
        return builder;
    }

    private static Task StartSweeps(IServiceProvider services, CancellationToken stop)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        return Task.WhenAll(Enumerable.Range(0, ISweepStore.Shards)
            .Select(shard => grains.GetGrain<ISweepGrain>(shard.ToString(System.Globalization.CultureInfo.InvariantCulture)).Start()));
    }
}
