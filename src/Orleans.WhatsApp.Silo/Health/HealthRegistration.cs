using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Silo.Health;

internal static class HealthRegistration
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Readiness>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<Hosting.Cluster>();
        services.AddSingleton<ClusterProbe>();
        services.AddSingleton<Measurements>();
        services.AddSingleton<Uptime>();
        return services;
    }

    /// <summary>Counting begins with the process, not with the first question: before anything is made that counts. What chats come to is shown from nought on.</summary>
    public static void BeginCounting(this IServiceProvider services) =>
        _ = (services.GetRequiredService<Measurements>(), services.GetRequiredService<Uptime>(), services.GetRequiredService<ChatMeter>());
}
