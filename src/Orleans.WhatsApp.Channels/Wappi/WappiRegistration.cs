using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

public static class WappiRegistration
{
    /// <summary>Needs the storage: each profile's token lies with its channel.</summary>
    public static IServiceCollection AddWappi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProvider<WappiOptions>(configuration.GetSection(WappiOptions.Section), WappiHttp.ClientName, options => options.ConnectTimeout);
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
