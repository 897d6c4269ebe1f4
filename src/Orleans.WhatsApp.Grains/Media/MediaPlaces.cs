using System.Collections.Concurrent;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>How many attachments are fetched or listened to at once: each is held in memory meanwhile. One tenant's slow provider takes only its own part of the places.</summary>
internal sealed class MediaPlaces : IDisposable
{
    private const int OfOneTenant = 2;
    private const int OfAll = 8;

    private readonly SemaphoreSlim _all = new(OfAll);
    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> _tenants = new();

    /// <summary>Waits for a place, which is free again once what comes back is disposed.</summary>
    public async Task<IDisposable> Take(TenantId tenant, CancellationToken stop)
    {
        var own = _tenants.GetOrAdd(tenant, _ => new SemaphoreSlim(OfOneTenant));
        await own.WaitAsync(stop);
        try
        {
            await _all.WaitAsync(stop);
        }
        catch
        {
            own.Release();
            throw;
        }

        return new Place(own, _all);
    }

    public void Dispose()
    {
        foreach (var own in _tenants.Values) own.Dispose();
        _all.Dispose();
    }

    private sealed class Place(SemaphoreSlim own, SemaphoreSlim all) : IDisposable
    {
        public void Dispose()
        {
            all.Release();
            own.Release();
        }
    }
}
