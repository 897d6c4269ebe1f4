using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

public static class WappiRegistration
{
    /// <summary>Needs the storage: each profile's token lies with its channel.</summary>
    public static IServiceCollection AddWappi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WappiOptions>().Bind(configuration.GetSection(WappiOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProviderFiles>();

        // Time-outs are ours to tell apart, so the client has none. Its own log lines would hold numbers.
        services.AddHttpClient(WappiHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => ProviderHttp.Handler(provider.GetRequiredService<IOptionsMonitor<WappiOptions>>().CurrentValue.ConnectTimeout))
            .RemoveAllLoggers();

        services.AddSingleton<ProfileTurns>();
        services.AddSingleton<WappiTokens>();
        services.AddSingleton<WappiHttp>();
        services.AddSingleton<WappiSends>();
        services.AddSingleton<WappiHistory>();
        services.AddSingleton<WappiPoll>();
        services.AddSingleton<WappiMedia>();
        services.AddSingleton<WappiAccounts>();
        services.AddSingleton<WappiSecret>();
        services.AddSingleton<IChannel, WappiChannel>();
        return services;
    }
}
