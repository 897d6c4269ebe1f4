using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Demo;

internal static class DemoRegistration
{
    public static IServiceCollection AddDemo(this IServiceCollection services, SimulatedWorld? world) =>
        world is null ? services : services.AddSingleton(world).AddHostedService<DemoStory>();
}
