using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Demo;

internal static class DemoRegistration
{
    public static IServiceCollection AddDemo(this IServiceCollection services, SimulatedWorld? world) =>
        world is null ? services : services.AddSingleton(world).AddDemoPanel().AddHostedService<DemoStory>();

    /// <summary>What <see cref="DemoRoutes"/> needs beside the world.</summary>
    public static IServiceCollection AddDemoPanel(this IServiceCollection services) => services.AddSingleton<DemoDesk>().AddHostedService<DemoBell>();
}
