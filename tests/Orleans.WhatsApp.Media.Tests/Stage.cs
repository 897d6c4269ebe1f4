using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.WhatsApp.Media.Tests;

/// <summary>What <c>AddMedia</c> makes of some settings.</summary>
internal static class Stage
{
    public static ServiceProvider Services((string Name, string? Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value)).Build();
        var services = new ServiceCollection().AddLogging().AddMedia(configuration);
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
