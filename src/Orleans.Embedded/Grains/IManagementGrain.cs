namespace Orleans.Runtime;

/// <summary>The operator's handle on the silo; its key is always 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>Ends every activation that has been idle for at least this long, and waits until they are gone.</summary>
    Task ForceActivationCollection(TimeSpan ageLimit);

    /// <summary>How many activations of each grain class there are.</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();
}

/// <summary>The activations of one grain class.</summary>
[GenerateSerializer, Immutable]
public sealed class SimpleGrainStatistic
{
    /// <summary>The class's full name.</summary>
    [Id(0)]
    public string GrainType { get; init; } = default!;

    [Id(2)]
    public int ActivationCount { get; init; }
}
