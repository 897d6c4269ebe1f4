using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Webhooks;

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

    /// <summary>Counting begins with the process, not with the first question: before anything is made that counts.</summary>
    public static void BeginCounting(this IServiceProvider services)
    {
        GC.KeepAlive((services.GetRequiredService<Measurements>(), services.GetRequiredService<Uptime>()));
        // Theirs are shown from nought on.
        GC.KeepAlive((services.GetService<ChatMeter>(), services.GetService<FrontDoorMeter>()));
    }
}
