using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

public static class UnipileRegistration
{
    public static IServiceCollection AddUnipile(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UnipileOptions>().Bind(configuration.GetSection(UnipileOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProviderFiles>();

        // Time-outs are ours to tell apart, so the client has none. Its own log lines would say nothing that ours do not.
        services.AddHttpClient(UnipileHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => ProviderHttp.Handler(provider.GetRequiredService<IOptionsMonitor<UnipileOptions>>().CurrentValue.ConnectTimeout))
            .RemoveAllLoggers();

        services.AddSingleton<UnipileHttp>();
        services.AddSingleton<UnipileHistory>();
        services.AddSingleton<UnipileAccounts>();
        services.AddSingleton<UnipileWebhooks>();
        services.AddSingleton<UnipileSecret>();
        services.AddSingleton<IChannel, UnipileChannel>();
        return services;
    }
}
