using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>Names under which something lies in the database, or by which two silos find the same grain. None of them may ever change.</summary>
public sealed class StoredNameTests
{
    private static readonly TenantId Tenant = new(new Guid("11111111-2222-3333-4444-555555555555"));

    [Fact]
    public async Task Reminders_are_stored_under_their_grain_and_a_name_that_stays()
    {
        await using var world = await ChatWorld.Start();
        await world.ContactWrites("hello");
        var stored = await world.Services.GetRequiredService<IReminderTable>().ReadRows(0, 0);

        Assert.Equal(
            Enumerable.Range(0, 16).Select(shard => $"sweep/{shard} keep-alive").Append($"chat/{world.Key} wake").Order(StringComparer.Ordinal),
            stored.Reminders.Select(entry => $"{entry.GrainId} {entry.ReminderName}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_channel_is_named_by_its_tenant_and_provider()
    {
        var key = ChannelKey.Of(Tenant, "unipile");

        Assert.Equal("11111111222233334444555555555555/ba0a214de5e45eab9b4d0927b049ec85", key.ToString());
        Assert.Equal(key, ChannelKey.Parse(key.ToString()));
    }

    [Fact]
    public void Chats_are_spread_over_sixteen_shards() => Assert.Equal(16, ISweepStore.Shards);
}
