namespace Orleans.Runtime;

[KeepAlive, GrainType("management")]
internal sealed class ManagementGrain : Grain, IManagementGrain
{
    public Task ForceActivationCollection(TimeSpan ageLimit) => Activation.Of(GrainContext).Silo.CollectIdle(ageLimit);

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult<SimpleGrainStatistic[]>(
    [
        .. Activation.Of(GrainContext).Silo.Catalog.All()
            .GroupBy(activation => activation.Class.Implementation.FullName!, StringComparer.Ordinal)
            .Select(kind => new SimpleGrainStatistic { GrainType = kind.Key, ActivationCount = kind.Count() }),
    ]);
}
