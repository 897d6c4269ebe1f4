using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.WhatsApp.Media.Tests;

/// <summary>What <c>AddMedia</c> makes of some settings.</summary>
internal static class Stage
{
    /// <param name="settings">Of two values of one setting the later one counts.</param>
    public static ServiceProvider Services((string Name, string? Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(setting => setting.Name).ToDictionary(same => same.Key, same => same.Last().Value)).Build();
        var services = new ServiceCollection().AddLogging().AddMedia(configuration);
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
