using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Chats;
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

/// <summary>The numbers that are linked, with their tokens.</summary>
internal sealed class KnownAccounts : IChannelStore
{
    public ConcurrentDictionary<string, string> Tokens { get; } = new();

    public bool IsBroken { get; set; }

    public int Asked { get; private set; }

    public Task<ChannelAccount?> Find(string provider, string accountId)
    {
        Asked++;
        if (IsBroken) throw new IOException("the disk is gone");
        return Task.FromResult(provider == "meta" && Tokens.TryGetValue(accountId, out var token)
            ? new ChannelAccount(new(Guid.NewGuid()), new(Guid.NewGuid()), provider, accountId, ChannelStatus.Ok, "", Recorded.ReceivedAt, true) { Secret = token }
            : null);
    }

    public Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant) => throw new NotSupportedException();

    public Task<bool> Save(ChannelAccount account) => throw new NotSupportedException();

    public Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId) => throw new NotSupportedException();

    public Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey) => throw new NotSupportedException();

    public Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat) => throw new NotSupportedException();

    public Task<string> PollCursor(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

    public Task SavePollCursor(TenantId tenant, ChannelId channel, string cursor) => throw new NotSupportedException();
}
