using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Grains;

public sealed class TenantGrainTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_tenant_that_deleted_its_agent_has_none_and_can_still_be_configured()
    {
        var agent = Assert.Single((await _world.Settings.Read()).Agents);
        Assert.True(await _world.Settings.DeleteAgent(agent.Id));
        Assert.Null((await _world.Settings.Read()).Agent);
        Assert.Equal("", await _world.Settings.Configure(new ConfigChange(SetAgent: false, Agent: null, TimeSpan.FromMinutes(1))));
        Assert.Equal(TimeSpan.FromMinutes(1), (await _world.Settings.Facts("")).GracePeriod);

        Assert.NotNull(await _world.Settings.SaveAgent(agent with { Id = Guid.Empty }));
        Assert.Equal("", (await _world.Settings.Facts("")).AgentExternalId);
    }
}
