using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Media;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

/// <summary>In the Graph API's place.</summary>
internal sealed class FakeMeta() : FakeProvider(404, """{"error":{"message":"Unsupported request","type":"OAuthException","code":100}}""")
{
    public static Task<FakeMeta> Start() => Started(new FakeMeta());

    public KnownAccounts Accounts { get; } = new();

    public IChannel Channel(params (string Name, string Value)[] settings) => Services(
        [("BaseUrl", Url), ("AccessToken", "installation"), .. settings], services => services.AddSingleton<IChannelStore>(Accounts)).GetRequiredService<IChannel>();

    public static ServiceProvider Services((string Name, string Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var values = settings.ToDictionary(setting => $"Meta:{setting.Name}", setting => (string?)setting.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IChannelStore>(new KnownAccounts()).AddMedia(configuration).AddMetaCloud(configuration);
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
