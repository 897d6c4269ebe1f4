using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Silo.Health;

/// <summary>Asks the store small questions and does not wait long for the answers.</summary>
internal sealed class StoreProbe(IChannelStore channels, ISweepStore sweeps, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Finds nothing, by the same index that every webhook needs.</summary>
    public async Task<bool> Answers() => await Ask(async () => (object?)await channels.Find("probe", "") ?? true) is not null;

    /// <summary>Null if the store does not answer.</summary>
    public Task<Backlog?> Backlog() => Ask(() => sweeps.Backlog(clock.GetUtcNow()));

    private async Task<T?> Ask<T>(Func<Task<T>> question) where T : class
    {
        try
        {
            return await question().WaitAsync(Patience, clock);
        }
        catch (Exception)
        {
            // The answer to "does it answer" is no, whatever the reason; those who work with the store log why.
            return null;
        }
    }
}
