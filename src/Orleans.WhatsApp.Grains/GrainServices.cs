using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Grains;

public static class GrainServices
{
    /// <summary>What the grains of one process share, beside their ports: those of storage, providers, agents and media come from their own rooms.</summary>
    public static IServiceCollection AddGrainServices(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<ChatAddresses>();
        services.TryAddSingleton<OpenCalls>();
        services.TryAddSingleton<ChatMeter>();
        services.TryAddSingleton<LookGate>();
        services.TryAddSingleton<CatchUps>();
        services.TryAddSingleton<MediaIntake>();
        return services;
    }
}
