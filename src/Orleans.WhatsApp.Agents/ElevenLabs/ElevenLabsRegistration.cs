using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

public static class ElevenLabsRegistration
{
    /// <summary>Agents at ElevenLabs, with the settings of the section <c>ElevenLabs</c>; wrong ones stop the start.</summary>
    public static IServiceCollection AddElevenLabs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ElevenLabsOptions>().Bind(configuration.GetSection(ElevenLabsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        // No loggers: the factory's own write addresses and, at their lowest level, headers; ours carry the key.
        services.AddHttpClient(ElevenLabsApi.ClientName, client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan; // each call is bounded by RequestTimeout on the product's clock
            client.MaxResponseContentBufferSize = 8 * 1024 * 1024; // a long transcript is some hundreds of kilobytes
        }).RemoveAllLoggers();

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ElevenLabsApi>();
        services.TryAddSingleton<FirstMessages>();
        services.TryAddSingleton<OpenSockets>();
        services.TryAddSingleton<RefusedOverrides>();
        services.TryAddSingleton<IAgentConnector, ElevenLabsConnector>();
        return services;
    }
}
