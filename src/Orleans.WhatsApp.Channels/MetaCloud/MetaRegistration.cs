using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

public static class MetaRegistration
{
    /// <summary>Needs the store of channels, which holds each number's own token.</summary>
    public static IServiceCollection AddMetaCloud(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProvider<MetaOptions>(configuration.GetSection(MetaOptions.Section), MetaHttp.ClientName, options => options.ConnectTimeout);
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
