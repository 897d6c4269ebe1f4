namespace Orleans.Runtime;

/// <summary>The operator's handle on the silo; its key is always 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>Ends every activation that has been idle for at least this long, and waits until they are gone.</summary>
    Task ForceActivationCollection(TimeSpan ageLimit);
}
