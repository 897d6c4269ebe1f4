using Orleans.WhatsApp.Silo.Hosting;

namespace Orleans.WhatsApp.Silo.Health;

/// <summary>Asks the cluster how it is, and does not wait for a silo that does not answer.</summary>
internal sealed class ClusterProbe(Cluster cluster, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null if it does not answer.</summary>
    public async Task<ClusterView?> View()
    {
        try
        {
            return await cluster.Read().WaitAsync(Patience, clock);
        }
        catch (Exception)
        {
            // Whoever asks sees that there is no answer; the silos log why.
            return null;
        }
    }
}
