using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Channels;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>A database with one business in it: a linked number and an agent. Made through the product's own stores, before the silo has it.</summary>
internal static class Installation
{
    /// <summary>Whom a silo would make at its first start, so that it finds it and makes only its admin.</summary>
    public static readonly TenantId Tenant = new(NameBasedId.Make(new Guid("6f1a6f52-2d0b-5c2e-9b7e-0a3d0c4e8f11"), "default"));

    public const string Email = "owner@example.com";
    public const string Password = "correct horse battery staple";

    private const string Nowhere = "http://127.0.0.1:9";

    public static async Task Make(Action<IServiceCollection> storage, TimeSpan grace)
    {
        var services = new ServiceCollection().AddLogging();
        storage(services);
        services.AddSingleton(new SecretBox(new byte[32]));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        var (tenants, now) = (provider.GetRequiredService<ITenantStore>(), DateTimeOffset.UtcNow);
        await tenants.Create(Tenant, "Load", now);
        await tenants.SetFeatures(Tenant, [TenantSettings.WhatsAppAgentFeature]);
        var agent = new Agent(new(Guid.Parse("10adba5e-0000-4000-8000-0000000000a9")), "Reception", "agent_load", true);
        await tenants.SaveAgent(Tenant, agent, now);
        await tenants.SaveConfig(Tenant, new TenantConfig(agent.Id, grace));
        await provider.GetRequiredService<IChannelStore>().Save(new ChannelAccount(
            Tenant, ChannelKey.Of(Tenant, "unipile").Channel, "unipile", WebhookStream.Account, ChannelStatus.Ok, "+919800000001", now - TimeSpan.FromDays(1), false));
    }

    /// <param name="outside">Where the provider and the agents are; null: nowhere.</param>
    public static Dictionary<string, string> Settings(Uri? outside = null) => new()
    {
        ["Unipile__BaseUrl"] = outside?.ToString() ?? Nowhere,
        ["Unipile__ApiKey"] = "load",
        ["Unipile__WebhookSecret"] = WebhookStream.Secret,
        ["ElevenLabs__BaseUrl"] = outside?.ToString() ?? Nowhere,
        ["ElevenLabs__ApiKey"] = "load",
        ["Bootstrap__AdminEmail"] = Email,
        ["Bootstrap__AdminPassword"] = Password,
        ["Jwt__SigningKey"] = "a signing key for the load, of more than thirty-two bytes",
    };
}
