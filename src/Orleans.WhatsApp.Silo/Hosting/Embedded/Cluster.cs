using Orleans.Runtime;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Storage.Reminders;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>This process is all there is.</summary>
internal sealed class Cluster(IGrainFactory grains, IReminderRows reminders)
{
    public async Task<ClusterView> Read()
    {
        var activations = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        var here = new SiloView(
            Environment.MachineName, "local", "active", activations.ToDictionary(kind => ClusterView.KindOf(kind.GrainType), kind => kind.ActivationCount));
        return new ClusterView([here], await reminders.Count(StoredReminders.Service));
    }
}
