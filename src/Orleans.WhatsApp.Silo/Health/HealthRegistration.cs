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
        services.AddSingleton<Measurements>();
        services.AddSingleton<Uptime>();
        services.AddHostedService<HealthStart>();
        return services;
    }

    /// <summary>
    /// Counting begins with the process, not with the first question; ready is what has started wholly and is not about to stop.
    /// </summary>
    private sealed class HealthStart(Measurements measurements, Uptime uptime, Readiness readiness, IHostApplicationLifetime life)
        : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive((measurements, uptime));
            life.ApplicationStarted.Register(readiness.Complete);
            life.ApplicationStopping.Register(readiness.Withdraw);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
