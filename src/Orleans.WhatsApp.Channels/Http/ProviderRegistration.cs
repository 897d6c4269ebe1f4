using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels;

internal static class ProviderRegistration
{
    /// <summary>What every provider's adapter needs: its settings, checked at the start, and an HTTP client of its own.</summary>
    /// <param name="connectTimeout">Read once, when the first call is made.</param>
    public static IServiceCollection AddProvider<TOptions>(
        this IServiceCollection services, IConfiguration section, string clientName, Func<TOptions, TimeSpan> connectTimeout)
        where TOptions : class
    {
        services.AddOptions<TOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProviderFiles>();

        // Time-outs are ours to tell apart, so the client has none. Its own log lines could hold numbers, and say nothing that ours do not.
        services.AddHttpClient(clientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                ProviderHttp.Handler(connectTimeout(provider.GetRequiredService<IOptionsMonitor<TOptions>>().CurrentValue)))
            .RemoveAllLoggers();
        return services;
    }
}
