using System.Collections.Concurrent;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Which tenants are on, remembered for a moment; that one is off is never remembered. What is kept of one that is off by then, its chat does not answer.</summary>
internal sealed class RunningTenants(IGrainFactory grains, TimeProvider clock)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TenantId, DateTimeOffset> _onUntil = new();

    public async ValueTask<bool> IsOn(TenantId tenant)
    {
        var now = clock.GetUtcNow();
        if (_onUntil.TryGetValue(tenant, out var until) && now < until) return true;
        _onUntil.TryRemove(tenant, out _);
        if (!(await grains.GetGrain<ITenantGrain>(tenant.Value.ToString("N")).Facts("")).IsOn) return false;
        if (_onUntil.Count >= MostEntries) _onUntil.Clear();
        _onUntil[tenant] = now + KnownFor;
        return true;
    }
}
