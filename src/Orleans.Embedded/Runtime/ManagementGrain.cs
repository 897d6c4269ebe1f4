namespace Orleans.Runtime;

[KeepAlive, GrainType("management")]
internal sealed class ManagementGrain : Grain, IManagementGrain
{
    public Task ForceActivationCollection(TimeSpan ageLimit) => Activation.Of(GrainContext).Silo.CollectIdle(ageLimit);
}
