using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Rest;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Which tenants are on, remembered for a moment; that one is off is never remembered. What is kept of one that is off by then, its chat does not answer.</summary>
internal sealed class RunningTenants(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    private readonly Remembered<TenantId, bool> _tenants = new(clock);

    public async ValueTask<bool> IsOn(TenantId tenant)
    {
        if (_tenants.TryGet(tenant, out _)) return true;
        var isOn = (await grains.Tenant(tenant).Facts("")).IsOn;
        if (isOn) _tenants.Add(tenant, true, KnownFor);
        return isOn;
    }
}
