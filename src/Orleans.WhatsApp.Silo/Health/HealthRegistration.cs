using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.AddHostedService<HealthStart>();
        return services;
    }

    /// <summary>
    /// Counting begins with the process, not with the first question.
    /// </summary>
    private sealed class HealthStart(Measurements measurements, Uptime uptime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive((measurements, uptime));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
