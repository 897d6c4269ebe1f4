using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

public static class MetaRegistration
{
    /// <summary>Needs the store of channels, which holds each number's own token.</summary>
    public static IServiceCollection AddMetaCloud(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MetaOptions>().Bind(configuration.GetSection(MetaOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProviderFiles>();

        // Time-outs are ours to tell apart, so the client has none. Its own log lines would say nothing that ours do not.
        services.AddHttpClient(MetaHttp.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => ProviderHttp.Handler(provider.GetRequiredService<IOptionsMonitor<MetaOptions>>().CurrentValue.ConnectTimeout))
            .RemoveAllLoggers();

        services.AddSingleton<MetaTokens>();
        services.AddSingleton<MetaHttp>();
        services.AddSingleton<MetaMedia>();
        services.AddSingleton<MetaAccounts>();
        services.AddSingleton<MetaSignature>();
        services.AddSingleton<MetaVerifyToken>();
        services.AddSingleton<IChannel, MetaChannel>();
        return services;
    }
}
