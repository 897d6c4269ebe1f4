using System.Collections.Concurrent;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>How many files are on their way at once: each takes memory and room for temporary files. One tenant's slow ones take only its own part of the places.</summary>
public sealed class MediaPlaces(int ofOneTenant, int ofAll) : IDisposable
{
    private readonly SemaphoreSlim _all = new(ofAll);
    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> _tenants = new();

    /// <summary>Waits for a place, which is free again once what comes back is disposed.</summary>
    public async Task<IDisposable> Take(TenantId tenant, CancellationToken stop)
    {
        var own = _tenants.GetOrAdd(tenant, _ => new SemaphoreSlim(ofOneTenant));
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
