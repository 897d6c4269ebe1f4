using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class TenantConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task A_tenant_is_made_once_and_keeps_what_it_was_given()
    {
        var tenant = new TenantId(Guid.NewGuid());
        Assert.Null(await Storage.Tenants.Load(tenant));

        await Storage.Tenants.Create(tenant, "Acme", Storage.Clock.GetUtcNow());
        await Storage.Tenants.Create(tenant, "Other", Storage.Clock.GetUtcNow());

        var settings = (await Storage.Tenants.Load(tenant))!;
        Assert.Equal(("Acme", true, TimeSpan.FromMinutes(3)), (settings.Name, settings.IsActive, settings.GracePeriod));
        Assert.Equal((null, null, "UTC"), (settings.AgentId, settings.Config.RetentionDays, settings.Config.TimeZone));
        Assert.False(settings.HasWhatsAppAgent);
        Assert.Contains(tenant, await Storage.Tenants.All());
    }

    [Fact]
    public async Task Settings_agents_and_blacklist_are_read_back()
    {
        var (tenant, _) = await Storage.NewTenant();
        var second = new Agent(new AgentId(Guid.NewGuid()), "Second", "agent_2", IsActive: false);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await Storage.Tenants.SaveAgent(tenant, second, Storage.Clock.GetUtcNow());
        await Storage.Tenants.SaveAgent(tenant, second with { Name = "Renamed" }, Storage.Clock.GetUtcNow());
        await Storage.Tenants.SaveConfig(tenant, new(TestStorage.Agent, TimeSpan.FromSeconds(45)) { RetentionDays = 90, TimeZone = "Europe/Istanbul" });
        await Storage.Tenants.SetFeatures(tenant, [TenantSettings.WhatsAppAgentFeature, "reports"]);
        await Storage.Tenants.AddToBlacklist(tenant, "+90 555 1", "905551", Storage.Clock.GetUtcNow());
        await Storage.Tenants.AddToBlacklist(tenant, "+905551", "905551", Storage.Clock.GetUtcNow());

        var settings = (await Storage.Tenants.Load(tenant))!;
        Assert.Equal(new TenantConfig(TestStorage.Agent, TimeSpan.FromSeconds(45)) { RetentionDays = 90, TimeZone = "Europe/Istanbul" }, settings.Config);
        Assert.Equal(["Robin", "Renamed"], settings.Agents.Select(agent => agent.Name));
        Assert.Equal("Robin", settings.UsableAgent!.Name);
        Assert.Equal(["reports", TenantSettings.WhatsAppAgentFeature], settings.Features.ToArray());
        Assert.Equal([new ListedNumber("+905551", "905551")], settings.Blacklist.ToArray());

        Assert.True(await Storage.Tenants.DeleteAgent(tenant, second.Id));
        Assert.False(await Storage.Tenants.DeleteAgent(tenant, second.Id));
        await Storage.Tenants.RemoveFromBlacklist(tenant, "905551");
        await Storage.Tenants.SetActive(tenant, false);
        settings = (await Storage.Tenants.Load(tenant))!;
        Assert.Single(settings.Agents);
        Assert.Empty(settings.Blacklist);
        Assert.False(settings.IsActive);
    }

    [Fact]
    public async Task Chats_with_a_session_are_found_by_tenant_and_by_contact()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (ada, bob, idle) = (Storage.NewChat(tenant, channel, "+5511987654321"), Storage.NewChat(tenant, channel, "+905550000001"), Storage.NewChat(tenant, channel, "+5511987654321"));
        await ada.WithSession().Commit(ada.SaveSession());
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await bob.WithSession(SessionStatus.Active).Commit(bob.SaveSession());
        await idle.Commit();

        Assert.Equal([ada.Key, bob.Key], await Storage.Tenants.ChatsWithSession(tenant));
        Assert.Equal([ada.Key], await Storage.Tenants.ChatsWithSession(tenant, PhoneKey.Of("+551187654321")));
        Assert.Empty(await Storage.Tenants.ChatsWithSession(tenant, ""));
    }
}
