using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

public static class UnipileRegistration
{
    public static IServiceCollection AddUnipile(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProvider<UnipileOptions>(configuration.GetSection(UnipileOptions.Section), UnipileHttp.ClientName, options => options.ConnectTimeout);
        services.AddSingleton<UnipileHttp>();
        services.AddSingleton<UnipileHistory>();
        services.AddSingleton<UnipileAccounts>();
        services.AddSingleton<UnipileWebhooks>();
        services.AddSingleton<UnipileSecret>();
        services.AddSingleton<IChannel, UnipileChannel>();
        return services;
    }
}
