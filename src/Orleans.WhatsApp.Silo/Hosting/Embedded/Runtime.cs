using Orleans.Hosting;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The single-process runtime: this process is the whole cluster, and its reminders lie in the product's own database.</summary>
internal static class Runtime
{
    public const string Name = "embedded";

    /// <summary>Nobody else could take the work.</summary>
    public static readonly TimeSpan DrainPeriod = TimeSpan.Zero;

    public static ISiloBuilder UseRuntime(this ISiloBuilder silo, IConfiguration settings)
    {
        _ = settings;
        silo.UseLocalhostClustering().AddReminders().AddMemoryStreams(FeedHint.Provider);
        silo.Services.AddSingleton<IReminderTable, StoredReminders>();
        return silo;
    }
}
