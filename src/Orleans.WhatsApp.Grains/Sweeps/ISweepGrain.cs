using Orleans.Concurrency;

namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>Looks, once a second, for what timers and reminders of one shard's chats have missed. Key: the shard's number.</summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Starts sweeping if it is not running. Every silo says so again and again, so that the shards of a silo that is gone are swept on elsewhere at once.</summary>
    [AlwaysInterleave]
    [Alias("start")]
    Task Start();

    /// <summary>A silo is gone, and what it was doing with it: the next round looks for everything, also for turns that nobody works on any more.</summary>
    [AlwaysInterleave]
    [Alias("silo-gone")]
    Task SiloGone();
}
