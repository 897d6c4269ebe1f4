using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Media;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

/// <summary>In Unipile's place.</summary>
internal sealed class FakeUnipile() : FakeProvider(404, """{"title":"Not found","type":"errors/resource_not_found","status":404}""")
{
    public static Task<FakeUnipile> Start() => Started(new FakeUnipile());

    public IChannel Channel(params (string Name, string Value)[] settings) => Services([("BaseUrl", Url), .. settings]).GetRequiredService<IChannel>();

    public static ServiceProvider Services((string Name, string Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var values = new Dictionary<string, string?> { ["Unipile:ApiKey"] = "key", ["Unipile:SendTimeout"] = "00:00:10" };
        foreach (var (name, value) in settings) values[$"Unipile:{name}"] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection().AddLogging().AddMedia(configuration).AddUnipile(configuration);
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
