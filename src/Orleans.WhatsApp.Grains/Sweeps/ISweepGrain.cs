namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>Looks, once a second, for what timers and reminders of one shard's chats have missed. Key: the shard's number.</summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Starts sweeping if it is not running; called with the silo's start.</summary>
    [Alias("start")]
    Task Start();
}
